package io.billing4j.jdbc.internal;

import io.billing4j.usage.UsageQuery;
import java.time.Instant;

/** A stretch of time whose events are read to answer a query, all of it or in part. */
record EventRange(UsageQuery query, Instant fromInclusive, Instant untilExclusive) {
    /** All that a query counts. */
    static EventRange of(UsageQuery query) {
        return new EventRange(query, query.fromInclusive(), query.service().endExclusive());
    }

    /** A part of that. */
    static EventRange of(UsageQuery query, WindowPart part) {
        return new EventRange(query, part.startInclusive(), part.endExclusive());
    }
}
