package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingInterval;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Giving a plan up. */
abstract class EndingBehaviour extends EngineBooks {
    EndingBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void at_the_end_of_the_period_leaves_a_final_document_for_what_was_used() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        clock.set("2023-11-20T12:00:00Z");
        Subscription canceled = engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada"));
        assertThat(canceled.endExclusive()).isEqualTo(Instant.parse("2023-12-01T00:00:00Z"));
        report("e1", ADA, "1500", "2023-11-25T00:00:00Z");

        run("2023-12-01");
        run("2024-06-01");

        assertThat(invoices()).hasSize(2);
        assertThat(amounts(invoices().get(1))).containsExactly("5.00");
        assertThat(engine().subscriptions()
                        .find(SubscriptionId.of("ada"))
                        .orElseThrow()
                        .cursor()
                        .nextDueAt())
                .isNull();
    }

    @Test
    void twice_is_refused() {
        subscribe(ADA, "2023-11-01");
        engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada"));
        assertRefused(
                ErrorCode.ILLEGAL_TRANSITION,
                "subscriptionId",
                () -> engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada")));
    }

    @Test
    void takes_effect_after_everything_that_is_billed_already() {
        subscribe(ADA, "2023-11-01");
        run("2024-01-01");
        Subscription canceled = engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada"));
        assertThat(canceled.endExclusive()).isEqualTo(Instant.parse("2024-02-01T00:00:00Z"));
    }

    @Test
    void leaves_a_final_document_that_can_be_asked_for() {
        PlanId metered = PlanId.of("metered");
        engine().catalog().createPlan(metered, "Metered", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(calls()));
        SubscriptionId id = engine().subscriptions()
                .create(NewSubscription.of(ADA, metered, LocalDate.parse("2023-11-01")))
                .id();
        run("2023-11-01");
        report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
        engine().subscriptions().cancelAtPeriodEnd(id);
        clock.set("2023-12-01T00:00:00Z");
        InvoiceGenerationRequest last = InvoiceGenerationRequest.of(
                id, Instant.parse("2023-11-01T00:00:00Z"), Instant.parse("2023-12-01T00:00:00Z"));
        assertThat(amounts(made(engine().generateInvoice(last)))).containsExactly("5.00");
        assertRefused(ErrorCode.PERIOD_ALREADY_BILLED, "periodStart", () -> engine().generateInvoice(last));
    }
}
