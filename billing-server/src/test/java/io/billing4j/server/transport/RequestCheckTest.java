package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.billing4j.grpc.v1.BillingInterval;
import io.billing4j.grpc.v1.CapacityPrice;
import io.billing4j.grpc.v1.ChangeQuantityRequest;
import io.billing4j.grpc.v1.Charge;
import io.billing4j.grpc.v1.CreateMeterRequest;
import io.billing4j.grpc.v1.CreatePlanRequest;
import io.billing4j.grpc.v1.CreateSubscriptionRequest;
import io.billing4j.grpc.v1.FlatPrice;
import io.billing4j.grpc.v1.GraduatedPrice;
import io.billing4j.grpc.v1.ListPlansRequest;
import io.billing4j.grpc.v1.MatrixPrice;
import io.billing4j.grpc.v1.Minimums;
import io.billing4j.grpc.v1.Money;
import io.billing4j.grpc.v1.PreviewChangeRequest;
import io.billing4j.grpc.v1.Price;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.Tier;
import io.billing4j.grpc.v1.UpdateSettingsRequest;
import io.billing4j.grpc.v1.UsageEvent;
import io.billing4j.grpc.v1.VoidInvoiceRequest;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RequestCheckTest {
    private static final UsageEvent EVENT = UsageEvent.newBuilder()
            .setEventId("e")
            .setCustomerId("c")
            .setMeterId("m")
            .setQuantity("1.50")
            .setOccurredAt(Timestamp.newBuilder().setSeconds(1_700_000_000))
            .putProperties("region", "")
            .build();

    @Nested
    class A_request {
        @Test
        void that_keeps_the_rules_passes() {
            assertThatCode(() -> RequestCheck.check(
                            RecordUsageRequest.newBuilder().addEvents(EVENT).build()))
                    .doesNotThrowAnyException();
        }

        @Test
        void is_refused_for_all_that_is_wrong_with_it_in_the_order_of_its_fields() {
            CreatePlanRequest plan = CreatePlanRequest.newBuilder()
                    .setPlanId("a b")
                    .setCurrency("XYZ")
                    .setInterval(BillingInterval.newBuilder().setCount(0))
                    .addCharges(Charge.newBuilder().setChargeId("c"))
                    .addCharges(Charge.newBuilder()
                            .setDescription("d")
                            .setPrice(Price.getDefaultInstance())
                            .setTimingValue(9))
                    .build();
            assertThat(faults(plan))
                    .containsExactly(
                            "INVALID_KEY planId",
                            "MISSING_FIELD name",
                            "INVALID_CURRENCY currency",
                            "MISSING_FIELD interval.unit",
                            "INVALID_NUMBER interval.count",
                            "MISSING_FIELD charges[0].description",
                            "MISSING_FIELD charges[0].price",
                            "MISSING_FIELD charges[1].chargeId",
                            "MISSING_FIELD charges[1].price",
                            "INVALID_CHOICE charges[1].timing");
        }

        @Test
        void has_a_hundred_faults_at_most() {
            RecordUsageRequest.Builder usage = RecordUsageRequest.newBuilder();
            for (int i = 0; i < 1_000; i++) {
                usage.addEvents(UsageEvent.getDefaultInstance());
            }
            assertThat(faults(usage.build())).hasSize(100).last().isEqualTo("MISSING_FIELD events[19].occurredAt");
        }

        @Test
        void may_leave_out_what_is_not_required() {
            assertThatCode(() -> RequestCheck.check(ListPlansRequest.getDefaultInstance()))
                    .doesNotThrowAnyException();
            assertThatCode(() -> RequestCheck.check(UpdateSettingsRequest.getDefaultInstance()))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class A_number {
        @Test
        void has_bounds_that_belong_to_it_or_do_not() {
            CreateSubscriptionRequest.Builder whole = CreateSubscriptionRequest.newBuilder()
                    .setCustomerId("c")
                    .setPlanId("p")
                    .setStartDate("2026-11-01");
            assertThat(faults(whole.clone().setTrialDays(-1).build())).containsExactly("INVALID_NUMBER trialDays");
            assertThat(faults(whole.clone().setTrialDays(0).build())).isEmpty();
            assertThat(faults(whole.clone().setTrialDays(3660).build())).isEmpty();
            assertThat(faults(whole.clone().setTrialDays(3661).build())).containsExactly("INVALID_NUMBER trialDays");
            assertThat(faults(whole.clone().setQuantity("0").build())).containsExactly("INVALID_NUMBER quantity");
            assertThat(faults(whole.clone().setQuantity("0.000000000000000001").build()))
                    .isEmpty();
            assertThat(faults(whole.clone().setQuantity("").build())).containsExactly("MISSING_FIELD quantity");
        }

        @Test
        void is_refused_with_the_code_of_its_rule_and_told_its_bounds() {
            Tier tier = Tier.newBuilder().setUpTo("0").setUnitAmount("-1").build();
            GraduatedPrice price = GraduatedPrice.newBuilder().addTiers(tier).build();
            assertThat(messages(Price.newBuilder().setGraduated(price).build()))
                    .containsExactly(
                            "INVALID_TIERS graduated.tiers[0].upTo: expected more than 0 but found 0",
                            "INVALID_TIERS graduated.tiers[0].unitAmount: expected 0 or more but found -1");
        }

        @Test
        void of_a_page_is_1_to_1000() {
            assertThat(messages(ListPlansRequest.newBuilder().setPageSize(0).build()))
                    .containsExactly("INVALID_NUMBER pageSize: expected 1 to 1000 but found 0");
        }
    }

    @Nested
    class A_list {
        @Test
        void has_as_many_entries_as_its_rule_wants() {
            assertThat(faults(RecordUsageRequest.getDefaultInstance())).containsExactly("INVALID_BATCH events");
            MatrixPrice matrix = MatrixPrice.newBuilder()
                    .setOtherwise(
                            Price.newBuilder().setFlat(FlatPrice.newBuilder().setAmount("1")))
                    .build();
            assertThat(faults(matrix)).containsExactly("INVALID_PRICE dimensions");
        }

        @Test
        void that_is_empty_may_have_a_code_of_its_own() {
            CreatePlanRequest.Builder plan = CreatePlanRequest.newBuilder()
                    .setPlanId("p")
                    .setName("N")
                    .setCurrency("USD")
                    .setInterval(BillingInterval.newBuilder().setUnit(BillingInterval.Unit.MONTH));
            assertThat(faults(plan.build())).containsExactly("PLAN_WITHOUT_CHARGES charges");
            Charge charge = Charge.newBuilder()
                    .setChargeId("c")
                    .setDescription("d")
                    .setPrice(Price.newBuilder().setFlat(FlatPrice.newBuilder().setAmount("1")))
                    .build();
            for (int i = 0; i < 101; i++) {
                plan.addCharges(charge);
            }
            assertThat(faults(plan.build())).containsExactly("INVALID_BATCH charges");
        }

        @Test
        void has_entries_that_are_given() {
            CreateMeterRequest meter = CreateMeterRequest.newBuilder()
                    .setMeterId("m")
                    .setAggregationValue(1)
                    .addGroupBy("a")
                    .addGroupBy("")
                    .build();
            assertThat(faults(meter)).containsExactly("MISSING_FIELD groupBy[1]");
        }
    }

    @Nested
    class A_map {
        @Test
        void has_names_and_values() {
            CapacityPrice price = CapacityPrice.newBuilder()
                    .setDimension("kind")
                    .addTiers(CapacityPrice.CapacityTier.newBuilder()
                            .setAmount("1")
                            .putMost("members", "-1")
                            .putMost("projects", ""))
                    .build();
            assertThat(faults(price))
                    .containsExactly("INVALID_TIERS tiers[0].most[members]", "MISSING_FIELD tiers[0].most[projects]");
            UsageEvent.Builder event = EVENT.toBuilder().putProperties("", "v").putProperties("n", "v".repeat(257));
            assertThat(faults(event.build()))
                    .containsExactlyInAnyOrder("MISSING_FIELD properties", "INVALID_TEXT properties[n]");
        }
    }

    @Nested
    class A_choice {
        @Test
        void has_to_be_made() {
            assertThat(faults(PreviewChangeRequest.newBuilder()
                            .setSubscriptionId("s")
                            .build()))
                    .containsExactly("MISSING_FIELD change");
            assertThat(faults(VoidInvoiceRequest.newBuilder()
                            .setInvoiceId("1-1-1-1-1")
                            .build()))
                    .containsExactly("INVALID_KEY invoiceId", "MISSING_FIELD intent");
        }

        @Test
        void says_only_once_what_is_said_beside_it() {
            PreviewChangeRequest.Builder preview = PreviewChangeRequest.newBuilder()
                    .setSubscriptionId("s")
                    .setChangeQuantity(ChangeQuantityRequest.newBuilder().setQuantity("2"));
            assertThat(faults(preview.build())).isEmpty();
            preview.getChangeQuantityBuilder().setSubscriptionId("s").setQuantity("two");
            assertThat(faults(preview.build()))
                    .containsExactly(
                            "INVALID_NUMBER changeQuantity.quantity",
                            "MALFORMED_REQUEST changeQuantity.subscriptionId");
        }
    }

    @Test
    void money_has_the_decimals_of_its_currency() {
        UpdateSettingsRequest request = UpdateSettingsRequest.newBuilder()
                .setMinimums(Minimums.newBuilder()
                        .addAmounts(Money.newBuilder().setAmount("1.5").setCurrency("JPY"))
                        .addAmounts(Money.newBuilder().setAmount("1.5").setCurrency("USD"))
                        .addAmounts(Money.newBuilder().setAmount("1.5")))
                .build();
        assertThat(faults(request))
                .containsExactly(
                        "INVALID_AMOUNT minimums.amounts[0].amount", "MISSING_FIELD minimums.amounts[2].currency");
    }

    @Test
    void a_field_that_the_server_does_not_know_is_named_by_its_number() throws InvalidProtocolBufferException {
        UnknownFieldSet more =
                UnknownFieldSet.newBuilder().mergeVarintField(99, 1).build();
        RecordUsageRequest request = RecordUsageRequest.newBuilder()
                .addEvents(EVENT.toBuilder().setUnknownFields(more))
                .setUnknownFields(more)
                .build();
        assertThat(faults(RecordUsageRequest.parseFrom(request.toByteArray())))
                .containsExactly("UNKNOWN_FIELD 99", "UNKNOWN_FIELD events[0].99");
    }

    private static List<String> faults(Message request) {
        return found(request).stream()
                .map(fault -> fault.code() + " " + fault.field())
                .toList();
    }

    private static List<String> messages(Message request) {
        return found(request).stream()
                .map(fault -> fault.code() + " " + fault.field() + ": " + fault.message())
                .toList();
    }

    private static List<Fault> found(Message request) {
        try {
            RequestCheck.check(request);
            return List.of();
        } catch (RequestFaults refused) {
            return refused.faults();
        }
    }
}
