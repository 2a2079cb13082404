package io.billing4j.conformance;

import io.billing4j.period.Alignment;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;

/**
 * A case about time, in the words of this project. Dates are the days of UTC where the case has no zone.
 *
 * @param input the case
 */
record PeriodCase(CaseInput input) {
    ZoneId zone() {
        return ZoneId.of(input.text("timezone", "Z"));
    }

    BillingInterval interval() {
        CaseInput interval = input.object("interval");
        return new BillingInterval(
                IntervalUnit.valueOf(interval.text("unit").toUpperCase(Locale.ROOT)), interval.integer("count"));
    }

    /** The field's instant; of a date, its start. */
    Instant instant(String field) {
        return isDate(field)
                ? LocalDate.parse(input.text(field)).atStartOfDay(zone()).toInstant()
                : Instant.parse(input.text(field));
    }

    /** The field's date in the case's zone. */
    LocalDate date(String field) {
        return instant(field).atZone(zone()).toLocalDate();
    }

    /** The schedule of the case's subscription, which starts with its anchor if nothing else is said. */
    BillingSchedule schedule() {
        String start = input.has("started_at") ? "started_at" : "subscription_start";
        return schedule(input.has(start) ? start : "anchor");
    }

    /**
     * A schedule that starts at the field's instant. The peers that ask for the next boundary look at dates alone, and those
     * with whole days too.
     */
    BillingSchedule schedule(String startField) {
        LocalDate start = date(startField);
        LocalTime time = boundaryTime();
        boolean byDate = input.text("kind").equals("next_boundary") || wholeDays();
        return byDate
                ? BillingSchedule.of(start, time, anchor(start), interval(), zone())
                : BillingSchedule.startingAt(instant(startField), time, anchor(start), interval(), zone());
    }

    private LocalDate anchor(LocalDate start) {
        BillingInterval interval = interval();
        if (input.text("alignment", "").equals("calendar")) {
            return Alignment.CALENDAR.anchor(start, interval);
        }
        if (input.has("anchor_day")) {
            return interval.anchorOnDay(input.integer("anchor_day"), start);
        }
        LocalDate anchor = date("anchor");
        if (!timeFromAnchor()) {
            return anchor;
        }
        // These peers take from an anchor its day of the week or month, and count from where the period starts.
        return switch (interval.unit()) {
            case DAY -> Alignment.ANNIVERSARY.anchor(start, interval);
            case WEEK -> interval.anchorOnWeekday(anchor.getDayOfWeek(), start);
            case MONTH -> interval.anchorOnDay(anchor.getDayOfMonth(), start);
            default -> anchor;
        };
    }

    private LocalTime boundaryTime() {
        boolean days = !input.has("anchor")
                || wholeDays()
                || input.text("alignment", "").equals("calendar");
        return days ? LocalTime.MIDNIGHT : instant("anchor").atZone(zone()).toLocalTime();
    }

    /** A peer whose periods end a second before midnight cuts starts and anchors to their dates. */
    private boolean wholeDays() {
        return input.convention("end").contains("last second");
    }

    private boolean timeFromAnchor() {
        return input.convention("time_of_day").equals("taken from the anchor");
    }

    /** Whether a start before the anchor of yearly periods joins what is left of the year to the next one. */
    boolean joinsShortYear() {
        return timeFromAnchor()
                && interval().unit() == IntervalUnit.YEAR
                && input.text("alignment", "").equals("anniversary");
    }

    /** As the case writes its own: dates where it has only dates, and for lists of whole days. */
    String shown(Instant instant) {
        String kind = input.text("kind");
        boolean lists = kind.equals("sequence") || kind.equals("first_billed_range_after_trial");
        boolean dates =
                !input.has("timezone") || (wholeDays() && lists) || isDate("anchor") || isDate("from") || isDate("at");
        return dates ? instant.atZone(zone()).toLocalDate().toString() : instant.toString();
    }

    private boolean isDate(String field) {
        return input.has(field) && !input.text(field).contains("T");
    }
}
