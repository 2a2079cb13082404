package io.billing4j.server.jobs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A time of each day in a zone. Where clocks are put forward over it, it is as much later; where it comes twice, the first one counts.
 */
final class DailyTime {
    private DailyTime() {}

    /** The next one after the instant. */
    static Instant after(Instant now, LocalTime time, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        Instant next = at(today, time, zone);
        return next.isAfter(now) ? next : at(today.plusDays(1), time, zone);
    }

    private static Instant at(LocalDate day, LocalTime time, ZoneId zone) {
        return ZonedDateTime.of(day, time, zone).toInstant();
    }
}
