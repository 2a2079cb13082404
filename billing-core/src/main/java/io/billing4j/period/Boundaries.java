package io.billing4j.period;

import io.billing4j.error.Inputs;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/** The boundaries of one schedule by its own numbers, whatever takes over from it. */
final class Boundaries {
    private Boundaries() {}

    /** Boundary {@code k}: as stored, or the anchor plus a whole number of intervals. */
    static Instant of(BillingSchedule schedule, int k) {
        Instant stored = schedule.pinned().get(k);
        if (stored != null) {
            return stored;
        }
        Instant computed = computed(schedule, k);
        if (k == 0 && isRepeated(schedule, computed)) {
            return schedule.startInclusive();
        }
        // A schedule that begins in another zone may begin after its next date has: that window is empty then.
        return k > 0 && computed.isBefore(schedule.startInclusive()) ? schedule.startInclusive() : computed;
    }

    /** Whether it starts on the clock's second showing of a boundary: the first showing was not meant. */
    private static boolean isRepeated(BillingSchedule schedule, Instant boundary) {
        Instant start = schedule.startInclusive();
        return boundary.isBefore(start)
                && start.atZone(schedule.zone())
                        .toLocalDateTime()
                        .equals(boundary.atZone(schedule.zone()).toLocalDateTime());
    }

    /** Boundary {@code k} by the calendar alone. */
    static Instant computed(BillingSchedule schedule, int k) {
        LocalDate date = schedule.interval().after(schedule.anchorDate(), firstOffset(schedule) + k);
        return instantOf(date, schedule.boundaryTime(), schedule.zone());
    }

    /** The number of the period that contains an instant, from the start on. */
    static int indexContaining(BillingSchedule schedule, Instant instant) {
        LocalDate local =
                Inputs.instant("periodStart", instant).atZone(schedule.zone()).toLocalDate();
        long between = schedule.interval().wholeBetween(schedule.anchorDate(), local);
        int k = Math.max(0, Math.toIntExact(between - firstOffset(schedule)));
        while (k > 0 && of(schedule, k).isAfter(instant)) {
            k--;
        }
        while (!of(schedule, k + 1).isAfter(instant)) {
            k++;
        }
        return k;
    }

    /** The number of the first period that is not empty. */
    static int first(BillingSchedule schedule) {
        int k = 0;
        Instant start = schedule.startInclusive();
        while (!start.isBefore(of(schedule, k + 1))) {
            k++;
        }
        return k;
    }

    static Instant instantOf(LocalDate date, LocalTime time, ZoneId zone) {
        // A gap may begin before midnight and end after it: the day then starts where the gap ends, not an hour later.
        return time.equals(LocalTime.MIDNIGHT)
                ? date.atStartOfDay(zone).toInstant()
                : date.atTime(time).atZone(zone).toInstant();
    }

    private static long firstOffset(BillingSchedule schedule) {
        return schedule.interval().wholeBetween(schedule.anchorDate(), schedule.startDate());
    }
}
