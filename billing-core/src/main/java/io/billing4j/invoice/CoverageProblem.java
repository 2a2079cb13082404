package io.billing4j.invoice;

import java.time.Instant;

/** A stretch of time that is not covered by exactly one live slot, or is covered after the subscription ended. */
public record CoverageProblem(Kind kind, Instant startInclusive, Instant endExclusive) {
    /** What is wrong with it. */
    public enum Kind {
        /** No live slot covers it. */
        GAP,
        /** More than one live slot covers it. */
        OVERLAP,
        /** A live slot covers it, and the subscription has ended before. */
        BEYOND_END
    }
}
