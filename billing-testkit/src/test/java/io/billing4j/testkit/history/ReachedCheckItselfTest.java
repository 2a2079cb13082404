package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotReason;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.testkit.history.PlainSubscription.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tells the check of usage that is billed early of other usage and other documents than there were: it has to notice. */
class ReachedCheckItselfTest {
    private static final int MOST_HISTORIES = 200;

    /** What a check has to notice after a command that looked. */
    private interface Wrong {
        void check(ReachedCheck check, Snapshot before, History history);
    }

    @Test
    void a_document_for_usage_that_has_reached_nothing_is_noticed() {
        assertNoticed(
                "usage is billed before its period ends where it has reached an amount",
                (check, before, history) -> check.check(
                        before, history.snapshot(), history.comparison().plains(), List.of(), true, Set.of()));
    }

    @Test
    void a_document_for_less_than_was_used_is_noticed() {
        assertNoticed("what is billed before its period ends is what was used by then", (check, before, history) -> {
            List<Usage> twice = new ArrayList<>(history.comparison().usage());
            twice.addAll(history.comparison().usage());
            check.check(before, history.snapshot(), history.comparison().plains(), twice, true, Set.of());
        });
    }

    @Test
    void usage_that_has_reached_an_amount_and_is_not_billed_is_noticed() {
        assertNoticed("usage that has reached an amount is billed when somebody looks", (check, before, history) -> {
            Snapshot after = history.snapshot();
            Snapshot nothing = after.with(one ->
                    early(after).contains(one.id()) && BilledLines.counts(one) ? Spoiled.lines(one, List.of()) : one);
            check.check(
                    nothing,
                    nothing,
                    history.comparison().plains(),
                    history.comparison().usage(),
                    true,
                    Set.of());
        });
    }

    @Test
    void a_fee_that_is_billed_early_is_noticed() {
        assertNoticed("what is billed before its period ends is usage, and is final", (check, before, history) -> {
            Snapshot after = history.snapshot();
            Snapshot fees = after.with(one -> early(after).contains(one.id())
                    ? Spoiled.lines(
                            one,
                            after.invoices().stream()
                                    .flatMap(other -> OneOffPlaces.charged(other).stream())
                                    .filter(line -> !LineAmounts.metered(line))
                                    .toList())
                    : one);
            check.check(
                    before,
                    fees,
                    history.comparison().plains(),
                    history.comparison().usage(),
                    true,
                    Set.of());
        });
    }

    private static Set<InvoiceId> early(Snapshot books) {
        Set<InvoiceId> early = new HashSet<>();
        for (List<InvoiceSlot> slots : books.slots().values()) {
            for (InvoiceSlot slot : slots) {
                InvoiceId id = slot.invoice();
                if (slot.place().reason() == SlotReason.PROGRESSIVE && id != null) {
                    early.add(id);
                }
            }
        }
        return early;
    }

    private static void assertNoticed(String law, Wrong wrong) {
        List<String> laws = new ArrayList<>();
        for (long seed = 1; seed <= MOST_HISTORIES && laws.isEmpty(); seed++) {
            if (new EarlyGenerator(new Choice(seed)).any()) {
                told(seed, wrong, laws);
            }
        }

        assertThat(laws).containsExactly(law);
    }

    private static void told(long seed, Wrong wrong, List<String> laws) {
        FuzzedHistory told = FuzzedHistory.random(
                new InMemoryBillingStore(), seed, 25, History.Probe.NONE, new FuzzedHistory.Tally());
        History history = History.open(new InMemoryBillingStore(), told.scenario());
        ReachedCheck check = history.comparison().anotherOfAmounts();
        for (HistoryCommand command : told.commands()) {
            Snapshot before = history.snapshot();
            boolean accepted = history.carryOut(command) == null;
            if (accepted && command instanceof HistoryCommand.Use use) {
                check.reported(use, before.now(), history.comparison().plains());
            } else if (accepted && command instanceof HistoryCommand.BillReached) {
                try {
                    wrong.check(check, before, history);
                } catch (HistoryFailure failure) {
                    laws.add(failure.law());
                    return;
                }
            }
        }
    }
}
