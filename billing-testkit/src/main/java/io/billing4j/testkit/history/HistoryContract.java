package io.billing4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.billing4j.store.BillingStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random histories on any store. A store's own test says how to get a store, and inherits the rest. {@code -Dhistories=N}
 * and {@code -Dseed=S} say how many, and from which on.
 */
public abstract class HistoryContract {
    private static final int LENGTH = 25;
    private static final int SHRINKING = 1500;
    private static final int LEAST_ACCEPTED = 60;

    /** For a store's own test. */
    protected HistoryContract() {}

    /** A store; it may be the same each time: each history makes a tenant of its own. */
    protected abstract BillingStore newStore();

    /** How many histories there are where nobody says. */
    protected abstract int usualHistories();

    /**
     * Further rules for every document of every history, none by default. A history with a document that breaks one fails like any
     * other: it is cut down to what it takes, and printed as a test.
     */
    protected List<DocumentRule> documentRules() {
        return List.of();
    }

    /** So many histories have held: what the further rules have seen may be looked at. Not called where one fails. */
    protected void held(int histories) {}

    @Test
    void any_history_ends_in_right_invoices() {
        int histories = Integer.getInteger("histories", usualHistories());
        long seed = Long.getLong("seed", 1);
        History.Probe probe = History.Probe.NONE.with(documentRules());
        FuzzedHistory.Tally tally = new FuzzedHistory.Tally();
        for (long one = seed; one < seed + histories; one++) {
            FuzzedHistory history = FuzzedHistory.random(newStore(), one, LENGTH, probe, tally);
            if (history.failure() != null) {
                FuzzedHistory shrunk = HistoryShrinker.shrink(this::newStore, probe, SHRINKING, history);
                fail("the history of seed " + one + " fails:\n" + HistoryPrinter.print(shrunk, one), shrunk.failure());
            }
        }
        System.out.println(histories + " histories from seed " + seed + ", " + tally);
        assertThat(tally.accepted()).as("percent of commands accepted").isGreaterThanOrEqualTo(LEAST_ACCEPTED);
        held(histories);
    }
}
