package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotOutcome;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.LateUsagePolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Spoils what became of documents that something was asked of: that has to be noticed wherever it happens. */
class PlaceChangesItselfTest {
    private static final int MOST_HISTORIES = 150;
    private static final int ENOUGH = 1;

    @Test
    void a_void_document_that_is_live_at_one_of_its_places_is_noticed() {
        assertNoticed(
                "a document is void at all its places, and at no other",
                HistoryCommand.VoidIt.class,
                (books, document) -> Spoiled.slots(books, of(document), slot -> slot(slot, false, false)));
    }

    @Test
    void a_place_that_is_void_with_another_document_is_noticed() {
        assertNoticed(
                "a document is void at all its places, and at no other",
                HistoryCommand.VoidIt.class,
                (books, document) -> Spoiled.slots(
                        books,
                        of(document).negate().and(slot -> !slot.voided() && slot.invoice() != null),
                        slot -> slot(slot, true, false)));
    }

    @Test
    void another_intent_than_was_said_is_noticed() {
        assertNoticed(
                "a document is void at all its places, and at no other",
                HistoryCommand.VoidIt.class,
                (books, document) -> Spoiled.slots(books, of(document), slot -> slot(slot, true, !slot.waived())));
    }

    @Test
    void a_place_that_is_lost_when_a_draft_is_computed_again_is_noticed() {
        assertNoticed(
                "a document that is computed again keeps its places",
                HistoryCommand.Refresh.class,
                (books, document) -> Spoiled.slots(books, of(document), PlaceChangesItselfTest::skipped));
    }

    @Test
    void another_document_that_changes_when_a_draft_is_computed_again_is_noticed() {
        assertNoticed(
                "what is asked of a document changes no other",
                HistoryCommand.Refresh.class,
                PlaceChangesItselfTest::anotherChanged);
    }

    @Test
    void another_document_that_changes_when_a_draft_becomes_final_is_noticed() {
        assertNoticed(
                "what is asked of a document changes no other",
                HistoryCommand.Finalise.class,
                PlaceChangesItselfTest::anotherChanged);
    }

    @Test
    void a_place_that_is_lost_when_a_draft_becomes_final_is_noticed() {
        assertNoticed(
                "a document that becomes final keeps the places that it has lines for",
                HistoryCommand.Finalise.class,
                (books, document) -> Spoiled.slots(books, of(document), PlaceChangesItselfTest::skipped));
    }

    /** Both subscriptions have ended by the day on which their last places are billed, and both places fit. */
    @Test
    void a_charge_keeps_the_last_place_of_its_own_subscription_and_not_that_of_another() {
        Scenario scenario = Scenario.of(
                        Instant.parse("2024-03-10T12:00:00Z"),
                        "UTC",
                        "USD",
                        0,
                        500,
                        LateUsagePolicy.CORRECT,
                        ChangePolicy.DEFAULT)
                .with(Consolidation.CUSTOMER, BalancePolicy.UP_TO_TOTAL);
        FuzzedHistory told = FuzzedHistory.repeated(
                new InMemoryBillingStore(),
                scenario,
                List.of(
                        create("s1"),
                        create("s2"),
                        new HistoryCommand.Run(),
                        charge("of-any", null),
                        charge("of-s2", "s2"),
                        new HistoryCommand.Change("s1", new SubscriptionCommand.Cancel(ChangeTiming.now(), null)),
                        new HistoryCommand.Change("s2", new SubscriptionCommand.Cancel(ChangeTiming.now(), null)),
                        new HistoryCommand.SetClock(Instant.parse("2024-03-11T12:00:00Z")),
                        new HistoryCommand.Run(),
                        new HistoryCommand.Finalise(1)),
                History.Probe.NONE);

        assertThat(told.failure()).isNull();
        assertThat(told.commands()).hasSize(10);
    }

    private static HistoryCommand create(String id) {
        return new HistoryCommand.Create(
                id, "a", "weekly", LocalDate.parse("2024-03-10"), null, BigDecimal.ONE, 0, null);
    }

    private static HistoryCommand charge(String name, @Nullable String subscription) {
        return new HistoryCommand.OneOff(new OneOffCommand.Add(
                name,
                "a",
                subscription,
                new BigDecimal("1000"),
                null,
                "standard",
                null,
                LocalDate.parse("2024-03-10"),
                null));
    }

    private interface Wrong {
        /** Null for books that have nothing of the kind. */
        @Nullable
        Snapshot spoiled(Snapshot books, InvoiceId document);
    }

    private static void assertNoticed(String law, Class<? extends HistoryCommand> kind, Wrong wrong) {
        int noticed = 0;
        for (int seed = 1; seed <= MOST_HISTORIES && noticed < ENOUGH; seed++) {
            FuzzedHistory told = FuzzedHistory.random(
                    new InMemoryBillingStore(), seed, 25, History.Probe.NONE, new FuzzedHistory.Tally());
            History history = History.open(new InMemoryBillingStore(), told.scenario());
            for (HistoryCommand command : told.commands()) {
                Snapshot before = history.snapshot();
                boolean accepted = history.carryOut(command) == null;
                if (accepted && kind.isInstance(command)) {
                    Snapshot after = history.snapshot();
                    Snapshot spoiled = wrong.spoiled(after, document(before, command));
                    noticed += spoiled == null ? 0 : 1;
                    new PlaceChanges(before, after).check(command);
                    if (spoiled != null) {
                        assertThatThrownBy(() -> new PlaceChanges(before, spoiled).check(command))
                                .isInstanceOfSatisfying(
                                        HistoryFailure.class,
                                        failure -> assertThat(failure.law()).isEqualTo(law));
                    }
                }
            }
        }
        assertThat(noticed).isGreaterThanOrEqualTo(ENOUGH);
    }

    private static InvoiceId document(Snapshot before, HistoryCommand command) {
        int place = command instanceof HistoryCommand.VoidIt it
                ? it.document()
                : command instanceof HistoryCommand.Refresh refresh
                        ? refresh.document()
                        : ((HistoryCommand.Finalise) command).document();
        return before.invoices().get(place).id();
    }

    private static Predicate<InvoiceSlot> of(InvoiceId document) {
        return slot -> document.equals(slot.invoice());
    }

    private static InvoiceSlot slot(InvoiceSlot slot, boolean voided, boolean waived) {
        return new InvoiceSlot(slot.subscription(), slot.place(), slot.outcome(), slot.invoice(), voided, waived);
    }

    private static InvoiceSlot skipped(InvoiceSlot slot) {
        return new InvoiceSlot(slot.subscription(), slot.place(), SlotOutcome.SKIPPED, null, false, false);
    }

    private static @Nullable Snapshot anotherChanged(Snapshot books, InvoiceId document) {
        List<Invoice> others = books.invoices().stream()
                .filter(invoice ->
                        !invoice.id().equals(document) && !invoice.lines().isEmpty())
                .toList();
        UnaryOperator<Invoice> fewer = invoice -> Spoiled.lines(invoice, List.of());
        return others.isEmpty() ? null : Spoiled.document(books, fewer.apply(others.get(0)));
    }
}
