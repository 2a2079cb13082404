package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.DueWork;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewOneOff;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.OneOffBilling;
import io.billing4j.id.CustomerId;
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
    private static final CustomerId BOB = CustomerId.of("bob");

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

        assertWork("2023-11-01T00:00:00Z", 1, 0, 0);
        run("2023-11-01");
        assertWork("2023-11-01T00:00:00Z", 0, 0, 0);
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
        assertWork("2023-11-04T00:00:00Z", 0, 1, 0);
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
        assertWork("2023-12-02T00:00:00Z", 0, 0, 1);
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

    /** Before and after one customer has a subscription that is due since 1 November. */
    @Test
    void has_another_mark_where_one_goes_and_another_comes() {
        subscribe(ADA, "2023-11-01");
        DueWork first = work("2023-11-01T00:00:00Z");
        assertThat(work("2023-11-01T00:00:00Z")).isEqualTo(first);
        run("2023-11-01");
        assertThat(work("2023-11-01T00:00:00Z")).isEqualTo(new DueWork(0, 0, 0, 0));

        engine().customers().create(NewCustomer.of(BOB, "Bob"));
        subscribe(BOB, "2023-11-01");
        DueWork second = work("2023-11-01T00:00:00Z");
        assertThat(second.customers()).isEqualTo(1);
        assertThat(second.mark()).isNotEqualTo(first.mark()).isNotZero();
    }

    private boolean due(String instant) {
        return engine().runs().dueBy(Instant.parse(instant));
    }

    private DueWork work(String instant) {
        return engine().runs().due(Instant.parse(instant));
    }

    private void assertWork(String instant, long customers, long drafts, long oneOffs) {
        DueWork work = work(instant);
        assertThat(work).isEqualTo(new DueWork(customers, drafts, oneOffs, work.mark()));
        assertThat(work.isEmpty()).isEqualTo(work.mark() == 0);
    }
}
