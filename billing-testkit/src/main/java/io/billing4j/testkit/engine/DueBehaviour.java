package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.DueWork;
import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.OneOffBilling;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.VoidIntent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Whether a run would find something to do. */
abstract class DueBehaviour extends EngineBooks {
    private static final SubscriptionId SUB = SubscriptionId.of(ADA.value());

    DueBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void nothing_is_due_of_who_has_nothing() {
        assertThat(due("2023-12-01T00:00:00Z")).isFalse();
    }

    @Test
    void a_period_is_due_from_its_start_until_it_is_billed() {
        subscribe(ADA, "2023-11-01");
        assertThat(due("2023-11-01T00:00:00Z")).isTrue();
        assertThat(due("2023-10-31T23:59:59Z")).isFalse();

        assertThat(engine().runs().due(Instant.parse("2023-11-01T00:00:00Z"))).isEqualTo(new DueWork(1, false, false));
        run("2023-11-01");
        assertThat(engine().runs().due(Instant.parse("2023-11-01T00:00:00Z")).isEmpty())
                .isTrue();
        assertThat(due("2023-11-30T23:59:59.999999Z")).isFalse();
        assertThat(due("2023-12-01T00:00:00Z")).isTrue();
    }

    @Test
    void the_end_of_a_trial_is_due() {
        engine().subscriptions()
                .create(new NewSubscription(
                        SUB, ADA, API, LocalDate.parse("2023-11-01"), null, BigDecimal.ONE, 14, null));
        assertThat(due("2023-11-14T23:59:59Z")).isFalse();
        assertThat(due("2023-11-15T00:00:00Z")).isTrue();
    }

    @Test
    void a_draft_is_due_once_its_grace_is_over() {
        engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");

        assertThat(due("2023-11-03T23:59:59Z")).isFalse();
        assertThat(due("2023-11-04T00:00:00Z")).isTrue();
        assertThat(engine().runs().due(Instant.parse("2023-11-04T00:00:00Z"))).isEqualTo(new DueWork(0, true, false));
        run("2023-11-04");
        assertThat(due("2023-11-04T00:00:00Z")).isFalse();
    }

    @Test
    void a_one_off_charge_is_due_once_the_subscription_is_over_that_it_is_for() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        engine().oneOffs()
                .add(NewOneOff.of(ADA, "Removal", Money.parse("USD 80.00")).withSubscription(SUB));
        Invoice removal = engine().oneOffs().billNow(OneOffBilling.all(ADA, SUB));
        engine().subscriptions().cancelAtPeriodEnd(SUB);
        run("2023-12-01");
        assertThat(due("2023-12-02T00:00:00Z")).isFalse();

        engine().voidInvoice(removal.id(), VoidIntent.REISSUE);
        assertThat(due("2023-12-02T00:00:00Z")).isTrue();
        assertThat(engine().runs().due(Instant.parse("2023-12-02T00:00:00Z"))).isEqualTo(new DueWork(0, false, true));
        run("2023-12-02");
        assertThat(due("2023-12-02T00:00:00Z")).isFalse();
    }

    @Test
    void who_cannot_be_billed_stays_due() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        // Thirteen times the largest quantity that an event may have is more than a quantity may have.
        for (int i = 0; i < 13; i++) {
            report("e" + i, ADA, "99999999999999999999999", "2023-11-10T00:00:00Z");
        }
        run("2023-12-01");

        assertThat(due("2023-12-01T00:00:00Z")).isTrue();
    }

    private boolean due(String instant) {
        return engine().runs().dueBy(Instant.parse(instant));
    }
}
