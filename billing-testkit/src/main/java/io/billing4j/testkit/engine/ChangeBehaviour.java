package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.ChangePreview;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.LineRef;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.price.PriceModel;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.SubscriptionStatus;
import io.billing4j.subscription.Term;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What changes of a subscription make of its documents. November has 30 days, so that half a month is half a price. */
abstract class ChangeBehaviour extends ChangeBooks {
    ChangeBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void an_upgrade_in_the_middle_of_a_month_is_settled_on_the_next_document() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        Invoice november = last();
        at("2023-11-16T00:00:00Z", plan(PRO));
        billAt("2023-12-01T00:00:00Z");

        assertThat(lastLines())
                .containsExactly(
                        "basic [2023-11-16, 2023-12-01) -15.00",
                        "pro [2023-11-16, 2023-12-01) 30.00",
                        "pro [2023-12-01, 2024-01-01) 60.00");
        assertThat(last().lines().get(0).key().corrects()).isEqualTo(new LineRef(november.id(), 1));
        assertThat(total(last())).isEqualTo("75.00");
    }

    @Test
    void an_upgrade_that_is_settled_at_once_has_a_document_of_its_own() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));

        assertThat(lastLines())
                .containsExactly("basic [2023-11-16, 2023-12-01) -15.00", "pro [2023-11-16, 2023-12-01) 30.00");
        assertThat(last().number()).isPresent();

        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("pro [2023-12-01, 2024-01-01) 60.00");
    }

    /** While the clock stands only the order in which they were recorded tells a change from the documents before it. */
    @Test
    void changes_at_one_instant_that_are_settled_at_once_have_a_document_each() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        at("2023-11-16T00:00:00Z", plan(BASIC, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));

        assertThat(invoices()).hasSize(3);
        assertThat(lastLines())
                .containsExactly("basic [2023-11-16, 2023-12-01) 15.00", "pro [2023-11-16, 2023-12-01) -30.00");

        billAt("2023-11-16T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));

        assertThat(invoices()).hasSize(4);
        assertThat(lastLines())
                .containsExactly("basic [2023-11-16, 2023-12-01) -15.00", "pro [2023-11-16, 2023-12-01) 30.00");
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("pro [2023-12-01, 2024-01-01) 60.00");
    }

    @Test
    void an_upgrade_that_is_not_settled_counts_from_the_next_period_on() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        Subscription changed = at("2023-11-16T00:00:00Z", plan(PRO, ChangeTiming.now(), ChangeSettlement.NONE));
        billAt("2023-12-01T00:00:00Z");

        assertThat(changed.planAt(Instant.parse("2023-11-16T00:00:00Z")).plan()).isEqualTo(PRO);
        assertThat(lastLines()).containsExactly("pro [2023-12-01, 2024-01-01) 60.00");
    }

    @Test
    void a_change_in_the_past_that_is_not_settled_counts_from_the_next_period_to_come() {
        start(BASIC, "2023-11-01");
        billAt("2024-01-01T00:00:00Z");
        at("2024-01-10T00:00:00Z", plan(PRO, when("2023-11-16T00:00:00Z"), ChangeSettlement.NONE));
        billAt("2024-02-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("pro [2024-02-01, 2024-03-01) 60.00");
    }

    @Test
    void a_downgrade_gives_back_what_was_billed_and_the_rest_of_it_pays_later_documents() {
        start(PRO, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(BASIC, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        // -30.00 + 15.00: nothing to pay, and 15.00 for later
        assertThat(total(last())).isEqualTo("0.00");
        assertThat(balance()).isEqualTo("15.00");

        billAt("2023-12-01T00:00:00Z");
        assertThat(total(last())).isEqualTo("15.00");
        assertThat(last().totals().credit().toString()).isEqualTo("USD 15.00");
        assertThat(balance()).isEqualTo("0.00");
    }

    @Test
    void two_changes_in_one_month_both_count() {
        start(SEATS, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-11T00:00:00Z", seats("4"));
        at("2023-11-21T00:00:00Z", seats("2"));
        billAt("2023-12-01T00:00:00Z");

        // A third of a month each: 1 seat 3.33, then 4 seats 13.33 (R(26.67) - R(13.33) = 13.34), then 2 seats.
        assertThat(lastLines())
                .containsExactly(
                        "seats [2023-11-11, 2023-12-01) -6.67",
                        "seats [2023-11-11, 2023-11-21) 13.34",
                        "seats [2023-11-21, 2023-12-01) 6.67",
                        "seats [2023-12-01, 2024-01-01) 20.00");
    }

    @Test
    void a_change_that_is_known_too_late_corrects_all_periods_since() {
        start(BASIC, "2023-11-01");
        billAt("2024-01-01T00:00:00Z");
        at("2024-01-10T00:00:00Z", plan(PRO, when("2023-11-16T00:00:00Z"), null));
        billAt("2024-02-01T00:00:00Z");

        assertThat(lastLines())
                .containsExactly(
                        "basic [2023-11-16, 2023-12-01) -15.00",
                        "pro [2023-11-16, 2023-12-01) 30.00",
                        "basic [2023-12-01, 2024-01-01) -30.00",
                        "pro [2023-12-01, 2024-01-01) 60.00",
                        "basic [2024-01-01, 2024-02-01) -30.00",
                        "pro [2024-01-01, 2024-02-01) 60.00",
                        "pro [2024-02-01, 2024-03-01) 60.00");
    }

    @Test
    void a_scheduled_change_is_settled_once_it_has_taken_effect() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-05T00:00:00Z", plan(PRO, when("2023-12-16T12:00:00Z"), ChangeSettlement.IMMEDIATE));
        assertThat(engine().subscriptions().scheduled(SUB)).hasSize(1);
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic [2023-12-01, 2024-01-01) 30.00");

        // Half of December's 31 days: at noon of the 16th.
        billAt("2023-12-16T12:00:00Z");
        assertThat(amounts(last())).containsExactly("-15.00", "30.00");
        billAt("2024-01-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("pro [2024-01-01, 2024-02-01) 60.00");
        assertThat(invoices()).hasSize(4);
    }

    @Test
    void a_scheduled_change_can_be_withdrawn_and_is_as_if_it_had_never_been() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-05T00:00:00Z", plan(PRO, when("2023-11-16T00:00:00Z"), null));
        int number = engine().subscriptions().scheduled(SUB).get(0).number();
        at("2023-11-06T00:00:00Z", new SubscriptionCommand.Withdraw(number));
        assertThat(engine().subscriptions().scheduled(SUB)).isEmpty();
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic [2023-12-01, 2024-01-01) 30.00");
        assertRefused(
                ErrorCode.CHANGE_NOT_SCHEDULED,
                "change",
                () -> engine().subscriptions().change(SUB, new SubscriptionCommand.Withdraw(number)));
    }

    @Test
    void a_pause_stops_fees_and_a_resumption_starts_them_again() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", new SubscriptionCommand.Pause(ChangeTiming.now(), PausedFees.STOP, null));
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic [2023-11-16, 2023-12-01) -15.00");
        assertThat(total(last())).isEqualTo("0.00");
        at("2023-12-16T12:00:00Z", new SubscriptionCommand.Resume(ChangeTiming.now(), null));
        billAt("2024-01-01T00:00:00Z");

        // Half of December, which nobody had billed, and January; 15.00 are paid from November.
        assertThat(amounts(last())).containsExactly("15.00", "30.00");
        assertThat(total(last())).isEqualTo("30.00");
    }

    @Test
    void a_pause_may_leave_fees_alone() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        Subscription paused = at(
                "2023-11-16T00:00:00Z", new SubscriptionCommand.Pause(ChangeTiming.now(), PausedFees.CONTINUE, null));
        assertThat(paused.statusAt(clock.now(tenant))).isEqualTo(SubscriptionStatus.PAUSED);
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic [2023-12-01, 2024-01-01) 30.00");
    }

    @Test
    void an_add_on_is_billed_for_the_part_of_the_month_that_it_is_there() {
        start(BASIC, "2023-12-01");
        billAt("2023-12-01T00:00:00Z");
        at("2023-12-22T00:00:00Z", addOn("1"));
        billAt("2024-01-01T00:00:00Z");
        // Ten of 31 days.
        assertThat(lastLines())
                .containsExactly(
                        "backup [2023-12-22, 2024-01-01) 10.00",
                        "basic [2024-01-01, 2024-02-01) 30.00",
                        "backup [2024-01-01, 2024-02-01) 31.00");
        at("2024-01-11T00:00:00Z", new SubscriptionCommand.RemoveAddOn(BACKUP, ChangeTiming.now(), null));
        billAt("2024-02-01T00:00:00Z");
        assertThat(lastLines())
                .containsExactly("backup [2024-01-11, 2024-02-01) -21.00", "basic [2024-02-01, 2024-03-01) 30.00");
    }

    @Test
    void a_change_of_interval_counts_periods_anew() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(YEARLY));
        billAt("2023-11-16T00:00:00Z");
        assertThat(lastLines())
                .containsExactly("basic [2023-11-16, 2023-12-01) -15.00", "yearly [2023-11-16, 2024-11-16) 365.00");
        billAt("2024-11-16T00:00:00Z");
        assertThat(lastLines()).containsExactly("yearly [2024-11-16, 2025-11-16) 365.00");
        assertThat(invoices()).hasSize(3);
    }

    @Test
    void ended_now_gives_back_the_rest_on_a_final_document() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-16T00:00:00Z", cancel());
        billAt("2023-11-17T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic [2023-11-16, 2023-12-01) -15.00");
        assertThat(balance()).isEqualTo("15.00");
        billAt("2024-03-01T00:00:00Z");
        assertThat(invoices()).hasSize(2);
    }

    @Test
    void ended_in_the_past_gives_back_whole_periods() {
        start(BASIC, "2023-11-01");
        billAt("2024-01-01T00:00:00Z");
        at("2024-01-10T00:00:00Z", new SubscriptionCommand.Cancel(when("2023-11-16T00:00:00Z"), null));
        billAt("2024-01-11T00:00:00Z");
        assertThat(lastLines())
                .containsExactly(
                        "basic [2023-11-16, 2023-12-01) -15.00",
                        "basic [2023-12-01, 2024-01-01) -30.00",
                        "basic [2024-01-01, 2024-02-01) -30.00");
        assertThat(balance()).isEqualTo("75.00");
    }

    @Test
    void a_cancellation_can_be_taken_back_until_it_takes_effect() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-10T00:00:00Z", new SubscriptionCommand.Cancel(when("2023-12-16T12:00:00Z"), null));
        at("2023-11-11T00:00:00Z", new SubscriptionCommand.Uncancel());
        billAt("2024-01-01T00:00:00Z");
        assertThat(asked().toString()).isEqualTo("USD 90.00");
        assertRefused(
                ErrorCode.CHANGE_NOT_SCHEDULED,
                "subscriptionId",
                () -> engine().subscriptions().change(SUB, new SubscriptionCommand.Uncancel()));
    }

    @Test
    void a_trial_is_free_and_periods_begin_after_it() {
        Subscription trial = start(
                NewSubscription.of(ADA, BASIC, LocalDate.parse("2023-11-01")).withTrialDays(14));
        assertThat(trial.statusAt(clock.now(tenant))).isEqualTo(SubscriptionStatus.TRIALING);
        billAt("2023-11-14T00:00:00Z");
        assertThat(invoices()).isEmpty();
        billAt("2023-11-15T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic [2023-11-15, 2023-12-15) 30.00");
    }

    @Test
    void a_trial_ends_when_it_is_activated() {
        start(NewSubscription.of(ADA, BASIC, LocalDate.parse("2023-11-01")).withTrialDays(14));
        at("2023-11-05T10:00:00Z", new SubscriptionCommand.Activate());
        billAt("2023-11-05T10:00:00Z");
        assertThat(last().period().startInclusive()).isEqualTo(Instant.parse("2023-11-05T10:00:00Z"));
        assertThat(last().period().endExclusive()).isEqualTo(Instant.parse("2023-12-05T10:00:00Z"));
        assertThat(amounts(last())).containsExactly("30.00");
    }

    @Test
    void a_fixed_term_expires_and_a_renewed_one_goes_on_with_sequences_of_its_own() {
        Term year = Term.fixed(new BillingInterval(IntervalUnit.MONTH, 2));
        start(NewSubscription.of(ADA, BASIC, LocalDate.parse("2023-11-01")).withTerm(year));
        billAt("2023-12-01T00:00:00Z");
        at("2023-12-10T00:00:00Z", new SubscriptionCommand.Renew(year));
        billAt("2024-06-01T00:00:00Z");
        assertThat(invoices()).hasSize(4);
        Subscription subscription =
                engine().subscriptions().find(SUB).orElseThrow().subscription();
        assertThat(subscription.endExclusive()).isEqualTo(Instant.parse("2024-03-01T00:00:00Z"));
        assertThat(subscription.statusAt(clock.now(tenant))).isEqualTo(SubscriptionStatus.EXPIRED);
        List<String> places = slots(SUB).stream()
                .map(slot -> slot.place().reason() + " " + slot.place().term() + "/"
                        + slot.place().sequence())
                .toList();
        assertThat(places).containsExactly("CYCLE 1/1", "CYCLE 1/2", "CYCLE 2/1", "CYCLE 2/2", "FINAL 2/3");
    }

    @Test
    void a_new_version_leaves_subscriptions_alone_until_they_are_migrated() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        engine().catalog()
                .addVersion(
                        BASIC,
                        BillingInterval.MONTHLY,
                        List.of(Charge.fee(ChargeId.of("fee"), "basic 2", PriceModel.flat(usd("33.00")))));
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic [2023-12-01, 2024-01-01) 30.00");

        SubscriptionCommand migration = new SubscriptionCommand.ChangePlan(BASIC, 2, ChangeTiming.periodEnd(), null);
        ChangePreview preview = engine().subscriptions().previewChange(SUB, migration);
        assertThat(preview.next().orElseThrow().invoice().map(ChangeBooks::lines))
                .contains(List.of("basic 2 [2024-01-01, 2024-02-01) 33.00"));
        assertThat(preview.difference().orElseThrow().invoice()).isEmpty();
        assertThat(engine().subscriptions().scheduled(SUB)).isEmpty();

        engine().subscriptions().change(SUB, migration);
        billAt("2024-01-01T00:00:00Z");
        assertThat(lastLines()).containsExactly("basic 2 [2024-01-01, 2024-02-01) 33.00");
    }

    @Test
    void a_preview_says_what_a_change_at_once_would_come_to() {
        start(BASIC, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        clock.set("2023-11-16T00:00:00Z");
        ChangePreview preview = engine().subscriptions().previewChange(SUB, plan(PRO));
        assertThat(preview.difference().orElseThrow().invoice().map(EngineBooks::total))
                .contains("15.00");
        assertThat(preview.next().orElseThrow().invoice().map(EngineBooks::total))
                .contains("75.00");
        assertThat(invoices()).hasSize(1);
    }

    @Test
    void a_term_that_is_shorter_than_a_period_is_refused() {
        Term month = Term.renewing(BillingInterval.MONTHLY);
        assertRefused(
                ErrorCode.INVALID_NUMBER,
                "term",
                () -> start(NewSubscription.of(ADA, YEARLY, LocalDate.parse("2023-11-01"))
                        .withTerm(month)));
    }

    @Test
    void what_nothing_allows_is_refused() {
        start(BASIC, "2023-11-01");
        assertRefused(
                ErrorCode.ILLEGAL_TRANSITION,
                "subscriptionId",
                () -> engine().subscriptions().change(SUB, new SubscriptionCommand.Recover()));
        assertRefused(
                ErrorCode.INTERVAL_MISMATCH,
                "planId",
                () -> engine().subscriptions()
                        .change(
                                SUB,
                                new SubscriptionCommand.SetAddOn(
                                        YEARLY, null, BigDecimal.ONE, ChangeTiming.now(), null)));
        assertRefused(
                ErrorCode.INVALID_DATE,
                "effectiveAt",
                () -> engine().subscriptions().change(SUB, plan(PRO, when("2023-10-01T00:00:00Z"), null)));
    }

    private static SubscriptionCommand addOn(String quantity) {
        return new SubscriptionCommand.SetAddOn(BACKUP, null, new BigDecimal(quantity), ChangeTiming.now(), null);
    }
}
