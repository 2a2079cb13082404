package io.billing4j.jdbc.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * What usage cannot be gone yet, so that nobody has to look: the functions that keep house (migration V12) count the age of a
 * live tenant's by the database's clock at most, and let keys be for 35 days, events for 400 and partitions for 366. What is left
 * of that is for whoever takes long.
 *
 * @param now when the transaction began, by the database's clock
 * @param live whether the tenant lives by that clock; a sandbox may be years ahead
 */
record UsageAges(Instant now, boolean live) {
    private static final Duration KEYS_KEPT = Duration.ofDays(28);
    private static final Duration EVENTS_KEPT = Duration.ofDays(300);

    /** Whether the keys of all events from this instant on are there. */
    boolean keepKeys(Instant from) {
        return live && !from.isBefore(now.minus(KEYS_KEPT));
    }

    /** Whether all events from this instant on are there. */
    boolean keepEvents(Instant from) {
        return live && !from.isBefore(now.minus(EVENTS_KEPT));
    }

    /** Whether a month's partition is not dropped while the transaction lasts, once it is there. */
    boolean keepPartition(YearMonth month) {
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return end.isAfter(now.minus(EVENTS_KEPT));
    }
}
