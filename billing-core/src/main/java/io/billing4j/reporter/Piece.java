package io.billing4j.reporter;

import io.billing4j.usage.UsageEvent;
import java.util.List;

/** Events that are sent together: a batch, or what is left of one that was cut. For one thread. */
final class Piece {
    /** Failures of which nobody knows the reason, after which the events themselves are suspected. */
    static final int PATIENCE = 3;

    /** How often an event has to fail alone, while others are taken, to be given up. */
    static final int STRIKES = 10;

    private final List<Entry> entries;
    private int failures;
    private int strikes;
    private long othersTaken = Long.MAX_VALUE;

    Piece(List<Entry> entries) {
        this(entries, 0);
    }

    private Piece(List<Entry> entries, int failures) {
        this.entries = entries;
        this.failures = failures;
    }

    List<Entry> entries() {
        return entries;
    }

    int size() {
        return entries.size();
    }

    List<UsageEvent> events() {
        return entries.stream().map(Entry::event).toList();
    }

    /** Whether one of its events may be what makes the sink fail. */
    boolean isSuspect() {
        return failures >= PATIENCE;
    }

    /**
     * The sink failed, nobody knows why.
     *
     * @param batchesTaken how many the sink has ever taken: if that has grown since the last time, it is not the sink
     * @return whether the event stands alone and is to be given up
     */
    boolean failed(long batchesTaken) {
        failures++;
        if (size() > 1) {
            return false;
        }
        if (isSuspect() && batchesTaken > othersTaken) {
            strikes++;
        }
        othersTaken = batchesTaken;
        return strikes >= STRIKES;
    }

    /** The events from one index to another, under the same suspicion. */
    Piece part(int from, int to) {
        return new Piece(entries.subList(from, to), failures);
    }

    /** Those that are not settled, as suspects, which hold up no others. */
    Piece rest() {
        return new Piece(entries.stream().filter(entry -> !entry.isSettled()).toList(), Math.max(failures, PATIENCE));
    }
}
