package io.billing4j.period;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** The rules of boundaries once more, as slow and as plain as can be: what a schedule is compared with. */
final class NaiveCalendar {
    private NaiveCalendar() {}

    /** The anchor moved by whole intervals: day by day, or in the month that is so many months away. */
    static LocalDate moved(LocalDate anchor, BillingInterval interval, int times) {
        int units = times * interval.count();
        return switch (interval.unit()) {
            case DAY -> LocalDate.ofEpochDay(anchor.toEpochDay() + units);
            case WEEK -> LocalDate.ofEpochDay(anchor.toEpochDay() + 7L * units);
            case THIRTY_DAYS -> LocalDate.ofEpochDay(anchor.toEpochDay() + 30L * units);
            case MONTH -> inMonth(anchor, units);
            case QUARTER -> inMonth(anchor, 3 * units);
            case HALF_YEAR -> inMonth(anchor, 6 * units);
            case YEAR -> inMonth(anchor, 12 * units);
        };
    }

    /** How many intervals the last boundary at or before the date lies from the anchor, found by walking there. */
    static int firstOffset(LocalDate anchor, BillingInterval interval, LocalDate date) {
        int times = 0;
        while (moved(anchor, interval, times).isAfter(date)) {
            times--;
        }
        while (!moved(anchor, interval, times + 1).isAfter(date)) {
            times++;
        }
        return times;
    }

    /** The first instant, to the minute, whose date in the zone is this one or a later one. */
    static Instant firstInstant(LocalDate date, ZoneId zone) {
        Instant midnightInUtc = Instant.ofEpochSecond(date.toEpochDay() * 86_400);
        Instant instant = midnightInUtc.minusSeconds(26 * 3600);
        while (instant.atZone(zone).toLocalDate().isBefore(date)) {
            instant = instant.plusSeconds(60);
        }
        return instant;
    }

    /** The instant at which the zone's clocks first show the time; in a gap, as if they had not changed yet. */
    static Instant instant(LocalDate date, LocalTime time, ZoneId zone) {
        if (time.equals(LocalTime.MIDNIGHT)) {
            return firstInstant(date, zone);
        }
        LocalDateTime local = date.atTime(time);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return local.toInstant(
                offsets.isEmpty() ? zone.getRules().getTransition(local).getOffsetBefore() : offsets.get(0));
    }

    private static LocalDate inMonth(LocalDate anchor, int months) {
        int count = anchor.getYear() * 12 + anchor.getMonthValue() - 1 + months;
        YearMonth month = YearMonth.of(Math.floorDiv(count, 12), Math.floorMod(count, 12) + 1);
        return month.atDay(Math.min(anchor.getDayOfMonth(), month.lengthOfMonth()));
    }
}
