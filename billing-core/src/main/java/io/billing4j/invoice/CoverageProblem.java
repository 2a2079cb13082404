package io.billing4j.invoice;

import java.time.Instant;

/** A stretch of time that no live slot covers, or that two cover. */
public record CoverageProblem(Kind kind, Instant startInclusive, Instant endExclusive) {
    /** What is wrong with it. */
    public enum Kind {
        /** No live slot covers it. */
        GAP,
        /** More than one live slot covers it. */
        OVERLAP
    }
}
