package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.run.FindingReason;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Taking in what was used. */
abstract class UsageBehaviour extends EngineBooks {
    UsageBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void sent_again_is_a_duplicate_and_counts_once() {
        subscribe(ADA, "2023-11-01");
        report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
        UsageReceipt again = engine().usage()
                .record(List.of(
                        event("e1", ADA, "1500.0", "2023-11-10T00:00:00Z"),
                        event("e2", ADA, "100", "2023-11-10T00:00:00Z")));
        assertThat(again).isEqualTo(new UsageReceipt(1, 1));
        run("2023-12-01");
        assertThat(amounts(invoices().get(1))).containsExactly("6.00", "20.00");
    }

    @Test
    void with_a_known_id_and_other_content_refuses_the_whole_batch() {
        subscribe(ADA, "2023-11-01");
        report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
        assertRefused(
                ErrorCode.EVENT_CONFLICT,
                "events[1].eventId",
                () -> engine().usage()
                        .record(List.of(
                                event("e2", ADA, "1", "2023-11-10T00:00:00Z"),
                                event("e1", ADA, "1501", "2023-11-10T00:00:00Z"))));
        run("2023-12-01");
        assertThat(amounts(invoices().get(1))).containsExactly("5.00", "20.00");
    }

    @Test
    void that_is_negative_or_of_an_unknown_meter_or_customer_is_refused() {
        subscribe(ADA, "2023-11-01");
        assertRefused(
                ErrorCode.NEGATIVE_QUANTITY,
                "events[0].quantity",
                () -> report("e1", ADA, "-1", "2023-11-10T00:00:00Z"));
        assertRefused(
                ErrorCode.CUSTOMER_NOT_FOUND,
                "events[0].customerId",
                () -> report("e1", CustomerId.of("nobody"), "1", "2023-11-10T00:00:00Z"));
        assertRefused(
                ErrorCode.EVENT_OUT_OF_RANGE,
                "events[0].occurredAt",
                () -> report("e1", ADA, "1", "2123-11-10T00:00:00Z"));
    }

    @Test
    void that_no_charge_prices_leaves_one_finding_a_day() {
        report("e1", ADA, "1", "2023-11-10T00:00:00Z");
        report("e2", ADA, "1", "2023-11-10T12:00:00Z");
        report("e3", ADA, "1", "2023-11-11T00:00:00Z");
        assertThat(findings()).containsExactly(FindingReason.USAGE_WITHOUT_CHARGE, FindingReason.USAGE_WITHOUT_CHARGE);
    }

    @Test
    void of_a_billed_window_is_kept_and_leaves_a_finding_and_a_mark() {
        subscribe(ADA, "2023-11-01");
        run("2023-12-01");
        report("late", ADA, "5000", "2023-11-30T23:59:59Z");
        report("timely", ADA, "1", "2023-12-01T00:00:00Z");
        assertThat(findings()).containsExactly(FindingReason.LATE_USAGE);
        List<TouchedWindow> marks =
                store().inTransaction(tenant, unit -> unit.usage().touched(List.of(ADA)));
        assertThat(marks)
                .singleElement()
                .satisfies(mark -> assertThat(mark.day()).isEqualTo(Instant.parse("2023-11-30T00:00:00Z")));
    }

    @Test
    void of_a_window_whose_document_is_void_and_to_be_made_again_is_not_late() {
        subscribe(ADA, "2023-11-01");
        run("2024-01-01");
        engine().voidInvoice(invoices().get(1).id(), VoidIntent.REISSUE);
        report("november", ADA, "1500", "2023-11-20T00:00:00Z");
        assertThat(findings()).isEmpty();
        report("december", ADA, "1500", "2023-12-20T00:00:00Z");
        assertThat(findings()).containsExactly(FindingReason.LATE_USAGE);

        run("2024-01-01");
        // November's usage and December's fee as before, and December's late usage, which the next document corrects.
        assertThat(amounts(invoices().get(3))).containsExactly("5.00", "20.00", "5.00");
    }

    @Test
    void counted_by_a_counting_meter_is_the_number_of_events() {
        MeterId logins = MeterId.of("logins");
        engine().catalog().createMeter(logins, MeterAggregation.COUNT, false);
        Charge charge = Charge.usage(ChargeId.of("logins"), "Logins", PriceModel.perUnit(usd("0.50")), logins);
        PlanId plan = PlanId.of("logins");
        engine().catalog().createPlan(plan, "Logins", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(charge));
        engine().subscriptions().create(NewSubscription.of(ADA, plan, LocalDate.parse("2023-11-01")));
        for (int i = 0; i < 3; i++) {
            engine().usage()
                    .record(List.of(UsageEvent.of(
                            EventId.of("login-" + i),
                            ADA,
                            logins,
                            new BigDecimal("17"),
                            Instant.parse("2023-11-02T00:00:00Z"))));
        }
        run("2023-12-01");
        assertThat(amounts(invoices().get(0))).containsExactly("1.50");
    }
}
