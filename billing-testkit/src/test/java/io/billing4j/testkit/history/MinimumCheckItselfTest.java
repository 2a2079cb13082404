package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.SubscriptionState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tells the check of minimums of others than there were, and of places that did not wait: it has to notice. */
class MinimumCheckItselfTest {
    private static final int MOST_HISTORIES = 200;
    private static final BigInteger MUCH = BigInteger.TEN.pow(12);

    /** What a check has to notice after a command. */
    private interface Wrong {
        /** @param waits what findings say that has no document */
        void check(MinimumCheck check, Snapshot before, History history, List<Finding> waits);
    }

    @Test
    void a_document_that_asks_for_less_is_noticed() {
        assertNoticed(
                "nobody is asked for less than the minimum",
                (check, before, history, waits) -> check.check(
                        before, history.snapshot(), history.comparison().plains(), MUCH, List.of(), true));
    }

    @Test
    void a_place_that_waits_without_a_minimum_is_noticed() {
        assertNoticed(
                "a document waits only where it asks for something, and for less than the minimum",
                (check, before, history, waits) -> check.check(
                        before, history.snapshot(), history.comparison().plains(), BigInteger.ZERO, waits, true));
    }

    @Test
    void what_is_asked_for_by_itself_and_waits_is_noticed() {
        assertNoticed(
                "what is asked for by itself is made",
                (check, before, history, waits) -> check.check(
                        before, history.snapshot(), history.comparison().plains(), MUCH, waits, false));
    }

    @Test
    void a_place_that_waits_and_has_a_document_is_noticed() {
        assertNoticed("a place that waits is a period's, and has no document", (check, before, history, waits) -> {
            Snapshot spoiled = history.snapshot();
            for (Snapshot next = spoiled;
                    next != null;
                    next = Spoiled.slots(
                            spoiled,
                            slot -> slot.invoice() == null,
                            slot -> Spoiled.on(slot, InvoiceId.of(new UUID(1, 1))))) {
                spoiled = next;
            }
            check.check(spoiled, spoiled, history.comparison().plains(), MUCH, waits, true);
        });
    }

    @Test
    void a_thirteenth_place_that_waits_is_noticed() {
        assertNoticed("no more than twelve places wait", (check, before, history, waits) -> {
            Snapshot spoiled = history.snapshot();
            for (SubscriptionState state : history.snapshot().subscriptions()) {
                List<Finding> all = new ArrayList<>();
                for (InvoiceSlot slot :
                        history.snapshot().slotsOf(state.subscription().id())) {
                    if (all.size() <= 12 && !slot.voided() && slot.place().revision() == 0) {
                        spoiled = skipped(spoiled, slot);
                        all.add(waiting(slot, all.size()));
                    }
                }
                if (all.size() > 12) {
                    check.knows(all);
                    check.checkWaiting(spoiled);
                }
            }
        });
    }

    /** Neither with a document nor with what stood on it. */
    private static Snapshot skipped(Snapshot books, InvoiceSlot slot) {
        Snapshot skipped =
                Spoiled.slots(books, slot::equals, one -> InvoiceSlot.skipped(one.subscription(), one.place()));
        Snapshot left = skipped == null ? books : skipped;
        return new Snapshot(
                left.now(),
                left.subscriptions(),
                left.slots(),
                left.late(),
                left.invoices().stream()
                        .filter(invoice -> !invoice.id().equals(slot.invoice()))
                        .toList(),
                left.customers(),
                left.entries(),
                left.oneOffs(),
                left.previews());
    }

    private static Finding waiting(InvoiceSlot slot, int number) {
        return new Finding(
                new UUID(2, number),
                FindingReason.CARRIED_FORWARD,
                History.CUSTOMERS.get(0),
                slot.subscription(),
                "waits " + number,
                Map.of("periodStart", slot.period().startInclusive().toString(), "total", "USD 1.00"),
                null,
                slot.period().startInclusive());
    }

    private static void assertNoticed(String law, Wrong wrong) {
        List<String> laws = new ArrayList<>();
        for (long seed = 1; seed <= MOST_HISTORIES && laws.isEmpty(); seed++) {
            Choice choice = new Choice(seed);
            if (new SettingGenerator(choice, new Choice(seed).scenario()).asking()) {
                told(seed, wrong, laws);
            }
        }

        assertThat(laws).containsExactly(law);
    }

    private static void told(long seed, Wrong wrong, List<String> laws) {
        FuzzedHistory told = FuzzedHistory.random(
                new InMemoryBillingStore(), seed, 25, History.Probe.NONE, new FuzzedHistory.Tally());
        History history = History.open(new InMemoryBillingStore(), told.scenario());
        MinimumCheck check = history.comparison().anotherOfMinimums();
        for (HistoryCommand command : told.commands()) {
            Snapshot before = history.snapshot();
            boolean runs = history.carryOut(command) == null
                    && (command instanceof HistoryCommand.Run || command instanceof HistoryCommand.AdvanceTo);
            if (runs) {
                try {
                    wrong.check(check, before, history, history.comparison().findings(FindingReason.CARRIED_FORWARD));
                } catch (HistoryFailure failure) {
                    laws.add(failure.law());
                    return;
                }
            }
        }
    }
}
