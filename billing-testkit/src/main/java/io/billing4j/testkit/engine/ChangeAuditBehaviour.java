package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.audit.Actor;
import io.billing4j.audit.AuditEntry;
import io.billing4j.engine.NewSubscription;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.store.Page;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.Term;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the audit trail keeps of changes, above all of those that lie ahead. */
abstract class ChangeAuditBehaviour extends ChangeBooks {
    private static final ChangeTiming DECEMBER = when("2023-12-16T12:00:00Z");

    ChangeAuditBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void a_plan_that_is_to_come_is_named_with_who_asked_for_it_and_for_when() {
        start(BASIC, "2023-11-01");
        clock.set("2023-11-05T00:00:00Z");
        Actor ada = new Actor("user:4711", null);
        billing().forTenant(tenant, ada).subscriptions().change(SUB, plan(PRO, DECEMBER, null));

        AuditEntry entry = lastEntry();
        assertThat(entry.action()).isEqualTo("subscription.plan_changed");
        assertThat(entry.actor()).isEqualTo(ada);
        assertThat(entry.recordedAt()).isEqualTo(Instant.parse("2023-11-05T00:00:00Z"));
        Map<String, String> present = Map.of("status", "ACTIVE", "plan", "basic v1", "quantity", "1");
        assertThat(entry.before()).isEqualTo(present);
        assertThat(entry.after())
                .containsAllEntriesOf(present)
                .containsEntry("change", "2")
                .containsEntry("toPlan", "pro v1")
                .containsEntry("effectiveAt", "2023-12-16T12:00:00Z")
                .hasSize(6);
    }

    @Test
    void fees_that_follow_at_another_instant_are_told() {
        start(BASIC, "2023-11-01");

        assertThat(kept(plan(PRO, DECEMBER, ChangeSettlement.NONE)))
                .containsEntry("toPlan", "pro v1")
                .containsEntry("effectiveAt", "2023-12-16T12:00:00Z")
                .containsEntry("feesFrom", "2024-01-01T00:00:00Z");
    }

    @Test
    void a_document_of_its_own_is_told_and_none_where_there_is_none() {
        start(BASIC, "2023-11-01");

        assertThat(kept(plan(PRO, DECEMBER, ChangeSettlement.NEXT_INVOICE))).doesNotContainKey("settlement");
        assertThat(kept(plan(PRO, DECEMBER, ChangeSettlement.IMMEDIATE))).containsEntry("settlement", "IMMEDIATE");
    }

    @Test
    void a_plan_of_another_interval_is_named_with_it() {
        start(BASIC, "2023-11-01");

        assertThat(kept(plan(YEARLY, DECEMBER, null)))
                .containsEntry("toPlan", "yearly v1")
                .containsEntry("toInterval", "1 YEAR");
    }

    @Test
    void a_quantity_that_is_to_come_is_told() {
        start(SEATS, "2023-11-01");

        assertThat(kept(new SubscriptionCommand.ChangeQuantity(new BigDecimal("4"), DECEMBER, null)))
                .containsEntry("quantity", "1")
                .containsEntry("toQuantity", "4");
    }

    @Test
    void an_add_on_is_named_whenever_it_comes_and_goes() {
        start(BASIC, "2023-11-01");

        assertThat(kept(addOn("2"))).containsEntry("addOn", "backup v1").containsEntry("addOnQuantity", "2");
        assertThat(kept(new SubscriptionCommand.RemoveAddOn(BACKUP, DECEMBER, null)))
                .containsEntry("addOn", "backup")
                .containsEntry("effectiveAt", "2023-12-16T12:00:00Z");
    }

    @Test
    void a_pause_that_is_to_come_says_what_fees_will_do() {
        start(BASIC, "2023-11-01");

        assertThat(kept(new SubscriptionCommand.Pause(DECEMBER, PausedFees.CONTINUE, null)))
                .containsEntry("status", "ACTIVE")
                .containsEntry("fees", "CONTINUE")
                .containsEntry("effectiveAt", "2023-12-16T12:00:00Z");
    }

    @Test
    void what_is_taken_back_is_named_by_its_number() {
        start(BASIC, "2023-11-01");
        kept(plan(PRO, DECEMBER, null));
        assertThat(kept(new SubscriptionCommand.Withdraw(2))).containsEntry("withdrawn", "2");

        kept(new SubscriptionCommand.Cancel(when("2023-12-20T00:00:00Z"), null));
        kept(new SubscriptionCommand.Cancel(DECEMBER, null));
        assertThat(kept(new SubscriptionCommand.Uncancel())).containsEntry("withdrawn", "4,5");
    }

    @Test
    void the_end_of_a_trial_a_term_and_a_zone_are_told() {
        Term two = Term.fixed(new BillingInterval(IntervalUnit.MONTH, 2));
        start(NewSubscription.of(ADA, BASIC, LocalDate.parse("2023-11-01"))
                .withTrialDays(14)
                .withTerm(two));

        assertThat(kept(new SubscriptionCommand.ExtendTrial(Instant.parse("2023-11-20T00:00:00Z"))))
                .containsEntry("trialEnd", "2023-11-20T00:00:00Z");
        assertThat(kept(new SubscriptionCommand.Renew(Term.renewing(BillingInterval.MONTHLY))))
                .containsEntry("term", "1 MONTH")
                .containsEntry("renews", "true");
        assertThat(kept(new SubscriptionCommand.ChangeZone(ZoneId.of("Europe/Berlin"))))
                .containsEntry("toZone", "Europe/Berlin");
    }

    /** What the entry of a change has. */
    private Map<String, String> kept(SubscriptionCommand command) {
        engine().subscriptions().change(SUB, command);
        return lastEntry().after();
    }

    private AuditEntry lastEntry() {
        List<AuditEntry> entries = engine().audit("subscription", SUB.value(), Page.first(10));
        return entries.get(entries.size() - 1);
    }

    private static SubscriptionCommand addOn(String quantity) {
        return new SubscriptionCommand.SetAddOn(BACKUP, null, new BigDecimal(quantity), ChangeTiming.now(), null);
    }
}
