package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.billing4j.grpc.v1.BillingInterval;
import io.billing4j.grpc.v1.BillingRun;
import io.billing4j.grpc.v1.BillingRunServiceGrpc.BillingRunServiceBlockingStub;
import io.billing4j.grpc.v1.Charge;
import io.billing4j.grpc.v1.CreateCustomerRequest;
import io.billing4j.grpc.v1.CreateMeterRequest;
import io.billing4j.grpc.v1.CreatePlanRequest;
import io.billing4j.grpc.v1.CreateSubscriptionRequest;
import io.billing4j.grpc.v1.CustomerServiceGrpc.CustomerServiceBlockingStub;
import io.billing4j.grpc.v1.FlatPrice;
import io.billing4j.grpc.v1.GetPlanRequest;
import io.billing4j.grpc.v1.Invoice;
import io.billing4j.grpc.v1.InvoiceServiceGrpc.InvoiceServiceBlockingStub;
import io.billing4j.grpc.v1.ListInvoicesRequest;
import io.billing4j.grpc.v1.Meter;
import io.billing4j.grpc.v1.MeterServiceGrpc.MeterServiceBlockingStub;
import io.billing4j.grpc.v1.PackagePrice;
import io.billing4j.grpc.v1.PlanServiceGrpc.PlanServiceBlockingStub;
import io.billing4j.grpc.v1.Price;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.RunBillingRequest;
import io.billing4j.grpc.v1.SubscriptionServiceGrpc.SubscriptionServiceBlockingStub;
import io.billing4j.grpc.v1.UsageEvent;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GrpcJourneyTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private final Rest tenant = SERVER.newTenant();

    @Test
    void the_generated_stubs_go_from_plan_to_invoice() {
        stub(MeterServiceBlockingStub.class)
                .createMeter(CreateMeterRequest.newBuilder()
                        .setMeterId("generated-tokens")
                        .setAggregation(Meter.Aggregation.SUM)
                        .build());
        assertThat(stub(PlanServiceBlockingStub.class).createPlan(plan()).getVersion())
                .isEqualTo(1);
        stub(CustomerServiceBlockingStub.class)
                .createCustomer(CreateCustomerRequest.newBuilder()
                        .setCustomerId("code-00")
                        .setName("Code 00")
                        .build());
        stub(SubscriptionServiceBlockingStub.class)
                .createSubscription(CreateSubscriptionRequest.newBuilder()
                        .setCustomerId("code-00")
                        .setPlanId("coder")
                        .setStartDate("2023-11-01")
                        .build());
        assertThat(stub(UsageServiceBlockingStub.class).recordUsage(usage()).getRecorded())
                .isEqualTo(1);
        BillingRun run = stub(BillingRunServiceBlockingStub.class)
                .runBilling(
                        RunBillingRequest.newBuilder().setCutOff("2023-12-01").build());
        assertThat(run.getStatus()).isEqualTo(BillingRun.Status.COMPLETED);

        List<Invoice> invoices = stub(InvoiceServiceBlockingStub.class)
                .listInvoices(ListInvoicesRequest.newBuilder()
                        .setCustomerId("code-00")
                        .build())
                .getInvoicesList();
        assertThat(invoices)
                .extracting(invoice -> invoice.getTotal().getAmount())
                .containsExactly("50.00", "56.00");
        assertThat(invoices)
                .extracting(Invoice::getInvoiceNumber)
                .containsExactly("INV-202312-00001", "INV-202312-00002");
    }

    @Nested
    class An_error {
        @Test
        void carries_code_field_and_correlation_id() throws Exception {
            StatusRuntimeException error = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> stub(PlanServiceBlockingStub.class)
                            .getPlan(GetPlanRequest.newBuilder()
                                    .setPlanId("missing")
                                    .build()));
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(info(error).getReason()).isEqualTo("PLAN_NOT_FOUND");
            assertThat(info(error).getMetadataOrThrow("correlationId")).isNotEmpty();
            assertThat(field(error)).isEqualTo("planId");
        }

        @Test
        void names_a_field_deep_inside_a_message() {
            CreatePlanRequest.Builder plan = plan().toBuilder();
            plan.getChargesBuilder(1).getPriceBuilder().getPackageBuilder().setSize("-1");
            StatusRuntimeException error = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> stub(PlanServiceBlockingStub.class).createPlan(plan.build()));
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(field(error)).isEqualTo("charges[1].price.package.size");
        }

        @Test
        void says_that_the_token_is_missing() {
            StatusRuntimeException error = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> SERVER.stub(PlanServiceBlockingStub.class, SERVER.nobody())
                            .getPlan(GetPlanRequest.getDefaultInstance()));
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(info(error).getReason()).isEqualTo("UNAUTHENTICATED");
        }

        @Test
        void is_given_for_an_instant_that_no_calendar_has() {
            RecordUsageRequest.Builder usage = usage().toBuilder();
            usage.getEventsBuilder(0).setOccurredAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE));
            StatusRuntimeException error = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> stub(UsageServiceBlockingStub.class).recordUsage(usage.build()));
            assertThat(info(error).getReason()).isEqualTo("INVALID_DATE");
            assertThat(field(error)).isEqualTo("events[0].occurredAt");
        }

        @Test
        void is_given_for_an_enum_value_of_a_later_version() {
            StatusRuntimeException error = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> stub(MeterServiceBlockingStub.class)
                            .createMeter(CreateMeterRequest.newBuilder()
                                    .setMeterId("m")
                                    .setAggregationValue(99)
                                    .build()));
            assertThat(info(error).getReason()).isEqualTo("INVALID_CHOICE");
            assertThat(field(error)).isEqualTo("aggregation");
        }
    }

    private <T> T stub(Class<T> type) {
        return SERVER.stub(type, tenant);
    }

    private static CreatePlanRequest plan() {
        return CreatePlanRequest.newBuilder()
                .setPlanId("coder")
                .setName("Coder")
                .setCurrency("USD")
                .setInterval(BillingInterval.newBuilder().setUnit(BillingInterval.Unit.MONTH))
                .addCharges(Charge.newBuilder()
                        .setChargeId("fee")
                        .setDescription("Monthly fee")
                        .setPrice(Price.newBuilder()
                                .setFlat(FlatPrice.newBuilder().setAmount("50.00"))))
                .addCharges(Charge.newBuilder()
                        .setChargeId("generated")
                        .setDescription("Generated tokens")
                        .setMeterId("generated-tokens")
                        .setPrice(Price.newBuilder()
                                .setPackage(PackagePrice.newBuilder()
                                        .setSize("1000")
                                        .setPackageAmount("0.50"))))
                .build();
    }

    private static RecordUsageRequest usage() {
        Instant used = Instant.parse("2023-11-16T18:17:03.979Z");
        return RecordUsageRequest.newBuilder()
                .addEvents(UsageEvent.newBuilder()
                        .setEventId("e1")
                        .setCustomerId("code-00")
                        .setMeterId("generated-tokens")
                        .setQuantity("11001")
                        .setOccurredAt(Timestamp.newBuilder()
                                .setSeconds(used.getEpochSecond())
                                .setNanos(used.getNano())))
                .build();
    }

    private static ErrorInfo info(StatusRuntimeException error) {
        return GrpcErrorDetails.of(error, ErrorInfo.class);
    }

    private static String field(StatusRuntimeException error) {
        return GrpcErrorDetails.of(error, BadRequest.class)
                .getFieldViolations(0)
                .getField();
    }
}
