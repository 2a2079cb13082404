package io.billing4j.tenant;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When usage may lie, and how long it is kept. Ages count from the tenant's business time.
 *
 * <p>Whatever may still arrive must find the rest of its period, which it is billed with: so usage is never taken in that
 * is older than {@link #oldestPossible()}, {@link #LONGEST_PERIOD} less than the retention. With a retention of 1,000 days
 * that is 634 days.
 *
 * @param maxAhead how far in the future an event may lie; 0 to 3,660 days, 366 by default
 * @param farAhead what happens to an event beyond that
 * @param maxAge how old an event may be, at least an hour; null, the default, for as old as the retention allows
 * @param tooOld what happens to an event that is older; one that is older than the retention allows is refused in any case
 * @param retention how long events are kept at least, in days of 24 hours; 400 to 36,525 days, {@link #SEVEN_YEARS} by
 *     default. Rated lines stay, with their derivations; what goes is what a quantity could be counted from again
 * @param hold whether nothing is deleted, however old it is, such as for an audit or a lawsuit
 */
public record UsagePolicy(
        Duration maxAhead,
        OutOfRangeUsage farAhead,
        @Nullable Duration maxAge,
        OutOfRangeUsage tooOld,
        Duration retention,
        boolean hold) {
    /** The longest period that late usage is sure to be billed with: a year. */
    public static final Duration LONGEST_PERIOD = Duration.ofDays(366);

    /** 2,557 days: as long as seven years with two leap days. */
    public static final Duration SEVEN_YEARS = Duration.ofDays(2557);

    private static final Duration FARTHEST = Duration.ofDays(3660);
    private static final Duration YOUNGEST = Duration.ofHours(1);
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(400);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_525);

    /** A year ahead, as old as the retention allows, anything else refused; kept for seven years. */
    public static final UsagePolicy DEFAULT = new UsagePolicy(
            Duration.ofDays(366), OutOfRangeUsage.REFUSE, null, OutOfRangeUsage.REFUSE, SEVEN_YEARS, false);

    /**
     * Cuts to microseconds. Refuses with INVALID_NUMBER at {@code usage.maxAhead}, {@code usage.retention} and {@code
     * usage.maxAge} what lies outside its range; so does a {@code maxAge} above {@link #oldestPossible()}.
     */
    public UsagePolicy {
        Inputs.required("usage.farAhead", farAhead);
        Inputs.required("usage.tooOld", tooOld);
        maxAhead = within("usage.maxAhead", maxAhead, Duration.ZERO, FARTHEST);
        retention = within("usage.retention", retention, SHORTEST_RETENTION, LONGEST_RETENTION);
        if (maxAge != null) {
            maxAge = within("usage.maxAge", maxAge, YOUNGEST, retention.minus(LONGEST_PERIOD));
        }
    }

    /** The same policy with another limit ahead. */
    public UsagePolicy ahead(Duration limit, OutOfRangeUsage beyond) {
        return new UsagePolicy(limit, beyond, maxAge, tooOld, retention, hold);
    }

    /** The same policy with another limit of age; null for as old as the retention allows. */
    public UsagePolicy aged(@Nullable Duration limit, OutOfRangeUsage beyond) {
        return new UsagePolicy(maxAhead, farAhead, limit, beyond, retention, hold);
    }

    /** The same policy with another retention. */
    public UsagePolicy keptFor(Duration duration) {
        return new UsagePolicy(maxAhead, farAhead, maxAge, tooOld, duration, hold);
    }

    /** The same policy, under which nothing is deleted, or again what is old enough. */
    public UsagePolicy held(boolean on) {
        return new UsagePolicy(maxAhead, farAhead, maxAge, tooOld, retention, on);
    }

    /** How old an event may be without being too old. */
    public Duration oldest() {
        return maxAge == null ? oldestPossible() : maxAge;
    }

    /** How old an event may be at all. */
    public Duration oldestPossible() {
        return retention.minus(LONGEST_PERIOD);
    }

    /** Where an event lies. */
    public Range rangeOf(Instant occurredAt, Instant now) {
        if (occurredAt.isAfter(now.plus(maxAhead))) {
            return Range.FAR_AHEAD;
        }
        return occurredAt.isBefore(now.minus(oldest())) ? Range.TOO_OLD : Range.EXPECTED;
    }

    /** Where an event lies, as a tenant sees it. */
    public enum Range {
        /** Neither too old nor too far ahead. */
        EXPECTED,
        /** Older than it may be. */
        TOO_OLD,
        /** Farther ahead than it may be. */
        FAR_AHEAD
    }

    private static Duration within(String field, Duration value, Duration least, Duration most) {
        Inputs.required(field, value);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw ErrorCode.INVALID_NUMBER.at(
                    field, "expected " + inWords(least) + " to " + inWords(most) + " but found " + value);
        }
        return value.truncatedTo(ChronoUnit.MICROS);
    }

    private static String inWords(Duration duration) {
        boolean days = duration.toHoursPart() == 0 && duration.toMinutesPart() == 0 && duration.toSecondsPart() == 0;
        return days ? duration.toDays() + " days" : duration.toString();
    }
}
