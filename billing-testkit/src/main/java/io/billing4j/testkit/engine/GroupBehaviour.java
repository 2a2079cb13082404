package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.billing4j.audit.AuditEntry;
import io.billing4j.engine.CreditNoteRequest;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import io.billing4j.tenant.Consolidation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What subscriptions of Ada are for: {@code one} and {@code three} for the project a, {@code two} for b, {@code four} for none. */
abstract class GroupBehaviour extends ChangeBooks {
    private static final SubscriptionId ONE = SubscriptionId.of("one");
    private static final SubscriptionId TWO = SubscriptionId.of("two");
    private static final SubscriptionId THREE = SubscriptionId.of("three");
    private static final SubscriptionId FOUR = SubscriptionId.of("four");

    GroupBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void subscriptions_for_one_group_are_on_one_document_and_one_for_none_is_on_its_own() {
        join(Consolidation.GROUP);
        subscribeAll();
        subscribe(SubscriptionId.of("five"), BASIC, null);
        billAt("2023-11-01T00:00:00Z");

        assertThat(shown())
                .containsExactlyInAnyOrder(
                        "null: five 30.00", "null: four 30.00", "a: one 30.00, three 60.00", "b: two 30.00");
    }

    @Test
    void a_document_says_what_all_that_it_bills_is_for() {
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        assertThat(shown()).containsExactly("null: four 30.00", "a: one 30.00", "a: three 60.00", "b: two 30.00");

        join(Consolidation.PLAN);
        billAt("2023-12-01T00:00:00Z");
        assertThat(shown().subList(4, 6))
                .containsExactlyInAnyOrder("null: four 30.00, one 30.00, two 30.00", "a: three 60.00");
    }

    @Test
    void what_documents_are_for_is_what_their_subscriptions_were_for_when_they_were_made() {
        join(Consolidation.GROUP);
        engine().settings().update(present -> present.withGrace(Duration.ofDays(10)));
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        engine().subscriptions().setGroup(THREE, "b");
        Invoice draft = invoices().get(1);
        engine().refreshInvoice(draft.id());
        billAt("2023-11-11T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");

        assertThat(invoices().get(1).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(shown())
                .containsExactly(
                        "null: four 30.00",
                        "a: one 30.00, three 60.00",
                        "b: two 30.00",
                        "null: four 30.00",
                        "a: one 30.00",
                        "b: three 60.00, two 30.00");
    }

    @Test
    void a_void_document_is_made_again_as_it_was_where_its_subscriptions_are_for_the_same() {
        join(Consolidation.GROUP);
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        engine().voidInvoice(invoices().get(1).id(), VoidIntent.REISSUE);
        engine().subscriptions().setGroup(TWO, "a");
        billAt("2023-11-02T00:00:00Z");

        // Two is for a now and is billed already: it does not come along.
        assertThat(shown().subList(3, shown().size())).containsExactly("a: one 30.00, three 60.00");
    }

    /** Otherwise a document could not be put right that names the wrong order. */
    @Test
    void a_void_document_falls_apart_where_its_subscriptions_are_for_different_groups_by_then() {
        join(Consolidation.GROUP);
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        engine().voidInvoice(invoices().get(1).id(), VoidIntent.REISSUE);
        engine().subscriptions().setGroup(THREE, "c");
        billAt("2023-11-02T00:00:00Z");

        assertThat(shown().subList(3, shown().size())).containsExactly("a: one 30.00", "c: three 60.00");
    }

    @Test
    void a_document_of_its_own_and_a_credit_note_say_it_too() {
        join(Consolidation.GROUP);
        subscribeAll();
        billAt("2023-11-01T00:00:00Z");
        clock.set("2023-11-16T00:00:00Z");
        engine().subscriptions().change(ONE, plan(PRO, ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        billAt("2023-11-16T00:00:00Z");
        assertThat(shown().get(3)).isEqualTo("a: one -15.00, one 30.00");

        engine().subscriptions().setGroup(TWO, "z");
        Invoice note = engine().creditNotes()
                .issue(CreditNoteRequest.whole(invoices().get(2).id(), CreditReason.OTHER));
        assertThat(note.group()).isEqualTo("b");
        assertThat(engine().findInvoice(note.id())).contains(note);
        assertThat(engine().verifyInvoice(note.id())).isEmpty();
    }

    @Test
    void a_look_at_the_next_document_says_it() {
        subscribeAll();

        assertThat(made(engine().previewNextInvoice(ONE).orElseThrow()).group()).isEqualTo("a");
        engine().subscriptions().setGroup(ONE, null);
        assertThat(made(engine().previewNextInvoice(ONE).orElseThrow()).group()).isNull();
    }

    @Test
    void what_a_subscription_is_for_stays_with_it_and_is_kept() {
        subscribeAll();
        assertThat(engine().subscriptions().setGroup(ONE, "PO 7/2023").group()).isEqualTo("PO 7/2023");
        engine().subscriptions().setGroup(ONE, "PO 7/2023");
        engine().subscriptions().change(ONE, plan(PRO));
        assertThat(engine().subscriptions()
                        .find(ONE)
                        .orElseThrow()
                        .subscription()
                        .group())
                .isEqualTo("PO 7/2023");
        engine().subscriptions().setGroup(ONE, null);

        assertThat(engine().subscriptions().list(ADA, Page.first(10)))
                .filteredOn(subscription -> subscription.id().equals(ONE))
                .allMatch(subscription -> subscription.group() == null);
        assertThat(engine().audit("subscription", "one", Page.first(10)))
                .filteredOn(entry -> entry.action().equals("subscription.group_changed"))
                .extracting(AuditEntry::before, AuditEntry::after)
                .containsExactlyInAnyOrder(
                        tuple(Map.of("group", "a"), Map.of("group", "PO 7/2023")),
                        tuple(Map.of("group", "PO 7/2023"), Map.of()));
    }

    /** Versions before would overlook what documents are for: settings that say this they cannot read. */
    @Test
    void the_settings_of_a_tenant_say_for_ever_that_subscriptions_may_be_for_something() {
        subscribe(FOUR, BASIC, null);
        engine().subscriptions().setGroup(FOUR, null);
        assertThat(engine().settings().get().groups()).isFalse();
        subscribe(ONE, BASIC, "a");

        assertThat(engine().settings().get().groups()).isTrue();
        assertThat(engine().settings().get().consolidation()).isNull();
        join(Consolidation.CUSTOMER);
        assertThat(engine().settings().get().groups()).isTrue();
    }

    @Test
    void so_they_do_once_documents_are_to_be_of_one_group() {
        join(Consolidation.GROUP);
        join(Consolidation.NONE);

        assertThat(engine().settings().get().groups()).isTrue();
    }

    @Test
    void what_it_is_for_is_a_short_text() {
        subscribeAll();
        String longest = "x".repeat(64);
        assertThat(engine().subscriptions().setGroup(ONE, longest).group()).isEqualTo(longest);

        assertRefused(
                ErrorCode.INVALID_TEXT, "group", () -> engine().subscriptions().setGroup(ONE, longest + "x"));
        assertThat(engine().subscriptions().setGroup(ONE, " PO 7 ").group()).isEqualTo("PO 7");
        assertThat(engine().subscriptions().setGroup(ONE, " ").group()).isNull();
        assertRefused(ErrorCode.INVALID_TEXT, "group", () -> subscribe(SubscriptionId.of("five"), BASIC, "a\nb"));
        assertRefused(
                ErrorCode.SUBSCRIPTION_NOT_FOUND,
                "subscriptionId",
                () -> engine().subscriptions().setGroup(SubscriptionId.of("nobody"), "a"));
    }

    @Test
    void taxes_are_rounded_four_times_for_four_documents() {
        assertPennies(Consolidation.NONE, "0.24", 4);
    }

    @Test
    void taxes_are_rounded_for_each_group_and_those_for_none() {
        assertPennies(Consolidation.GROUP, "0.23", 3);
    }

    @Test
    void taxes_are_rounded_once_for_all_of_a_plan() {
        assertPennies(Consolidation.PLAN, "0.22", 1);
    }

    @Test
    void taxes_are_rounded_once_for_all_of_a_customer() {
        assertPennies(Consolidation.CUSTOMER, "0.22", 1);
    }

    /**
     * 0.05 each at 10 %, by rate: a document of one has R(0.005) = 0.01, of two R(0.010) = 0.01 and of four R(0.020) = 0.02. So taxes of
     * documents together differ from those apart by less than a cent for each that is joined, and lines do not differ.
     */
    private void assertPennies(Consolidation consolidation, String total, int documents) {
        PlanId penny = PlanId.of("penny");
        sell(penny, BillingInterval.MONTHLY, PriceModel.flat(usd("0.05")));
        tax("10");
        join(consolidation);
        subscribe(ONE, penny, "a");
        subscribe(TWO, penny, "b");
        subscribe(THREE, penny, "a");
        subscribe(FOUR, penny, null);
        billAt("2023-11-01T00:00:00Z");

        assertThat(invoices()).hasSize(documents);
        assertThat(invoices().stream()
                        .flatMap(invoice -> invoice.lines().stream())
                        .map(line -> line.key().subscription() + " "
                                + line.amount().getAmount().toPlainString()))
                .containsExactlyInAnyOrder("one 0.05", "two 0.05", "three 0.05", "four 0.05");
        assertThat(invoices().stream()
                        .map(invoice -> invoice.totals().total().getAmount())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(new BigDecimal(total));
    }

    private void tax(String percent) {
        TaxPlace germany = TaxPlace.of("DE");
        engine().taxes()
                .addRule(new TaxRule(
                        TaxRuleId.of("standard"),
                        TaxCategory.STANDARD,
                        germany,
                        LocalDate.parse("2021-01-01"),
                        null,
                        new TaxRule.Due(TaxComponent.of(TaxId.of("vat-de"), "VAT", new BigDecimal(percent)), 0)));
        engine().settings()
                .update(present ->
                        present.withTaxes(new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, germany)));
    }

    private void join(Consolidation consolidation) {
        engine().settings().update(present -> present.withConsolidation(consolidation));
    }

    private void subscribeAll() {
        subscribe(ONE, BASIC, "a");
        subscribe(TWO, BASIC, "b");
        subscribe(THREE, PRO, "a");
        subscribe(FOUR, BASIC, null);
    }

    private void subscribe(SubscriptionId id, PlanId plan, @Nullable String group) {
        NewSubscription wanted =
                NewSubscription.of(ADA, plan, LocalDate.parse("2023-11-01")).withId(id);
        engine().subscriptions().create(group == null ? wanted : wanted.withGroup(group));
    }

    /** Each document as {@code a: one 30.00, three 60.00}. */
    private List<String> shown() {
        return invoices().stream()
                .map(invoice -> invoice.group() + ": "
                        + String.join(
                                ", ",
                                invoice.lines().stream()
                                        .map(line -> line.key().subscription() + " "
                                                + line.amount().getAmount().toPlainString())
                                        .toList()))
                .toList();
    }
}
