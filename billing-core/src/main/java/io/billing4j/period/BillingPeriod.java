package io.billing4j.period;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A stretch of time that is billed: it holds its start and not its end, so that neighbours share no instant and leave
 * none out.
 *
 * @param startInclusive the first instant, cut to microseconds
 * @param endExclusive the first instant after it; later than the start
 * @param zone the zone whose dates the boundaries are
 */
public record BillingPeriod(Instant startInclusive, Instant endExclusive, ZoneId zone) {
    /** Refuses a period that does not start before it ends with INVALID_PERIOD at {@code periodEnd}. */
    public BillingPeriod {
        Inputs.required("zone", zone);
        startInclusive = Inputs.instant("periodStart", startInclusive);
        endExclusive = Inputs.instant("periodEnd", endExclusive);
        if (!startInclusive.isBefore(endExclusive)) {
            throw ErrorCode.INVALID_PERIOD.at(
                    "periodEnd", "expected an end after " + startInclusive + " but found " + endExclusive);
        }
    }

    /** From the start of the first date to the start of the second, in the zone. */
    public static BillingPeriod ofDates(LocalDate startInclusive, LocalDate endExclusive, ZoneId zone) {
        return new BillingPeriod(
                Inputs.required("periodStart", startInclusive)
                        .atStartOfDay(Inputs.required("zone", zone))
                        .toInstant(),
                Inputs.required("periodEnd", endExclusive).atStartOfDay(zone).toInstant(),
                zone);
    }

    /**
     * From an instant on for a length of real time: a trial of 10 days is 240 hours and ends at the hour it began. A length
     * that leads out of the years 1900 to 9998 is refused with INVALID_DATE at {@code periodEnd}.
     */
    public static BillingPeriod lasting(Instant startInclusive, Duration length, ZoneId zone) {
        Instant end;
        try {
            end = Inputs.required("periodStart", startInclusive).plus(Inputs.required("length", length));
        } catch (ArithmeticException | DateTimeException e) {
            throw ErrorCode.INVALID_DATE.at(
                    "periodEnd", startInclusive + " and " + length + " are not in the calendar");
        }
        return new BillingPeriod(startInclusive, end, zone);
    }

    /** Whether the instant lies in it. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(startInclusive) && instant.isBefore(endExclusive);
    }

    /** Whether every instant of the other lies in it. */
    public boolean encloses(BillingPeriod other) {
        return !other.startInclusive.isBefore(startInclusive) && !other.endExclusive.isAfter(endExclusive);
    }

    /** Its length in real time; a day with a clock change has 23 or 25 hours. */
    public Duration length() {
        return Duration.between(startInclusive, endExclusive);
    }

    /** The first day, in the zone. */
    public LocalDate startDate() {
        return startInclusive.atZone(zone).toLocalDate();
    }

    /** {@code [2026-11-01, 2026-12-01) Europe/Berlin}; with times where a boundary is not the start of its day. */
    @Override
    public String toString() {
        return "[" + shown(startInclusive) + ", " + shown(endExclusive) + ") " + zone;
    }

    private String shown(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        boolean startOfDay = local.toLocalDate().atStartOfDay(zone).toInstant().equals(instant);
        return startOfDay
                ? local.toLocalDate().toString()
                : local.toOffsetDateTime().toString();
    }
}
