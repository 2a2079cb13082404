package io.billing4j.jdbc.internal;

import io.billing4j.catalog.AggregationWindow;
import io.billing4j.id.EpochMicros;
import io.billing4j.period.BillingPeriod;
import io.billing4j.usage.UsageQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the clock of a service's zone shows while it lasts, in microseconds since 1970. */
record ServiceClock(BillingPeriod service) {
    /** The clock of a query: of its service, in the zone of its window. */
    static ServiceClock of(UsageQuery query) {
        return new ServiceClock(new BillingPeriod(
                query.service().startInclusive(),
                query.service().endExclusive(),
                query.window().zone()));
    }

    static long micros(Instant instant) {
        return EpochMicros.of(instant);
    }

    static Instant instant(long micros) {
        return EpochMicros.instant(micros);
    }

    /** Whether a window is of one or more whole dates; others have a fixed length by the clock. */
    static boolean ofDates(AggregationWindow window) {
        return window == AggregationWindow.DAY || window == AggregationWindow.MONTH;
    }

    static long microsOf(AggregationWindow window) {
        return switch (window) {
            case MINUTE -> 60_000_000L;
            case HOUR -> 3_600_000_000L;
            case DAY, MONTH -> throw new IllegalArgumentException(window + " has no fixed length");
        };
    }

    /** The start of the service and every instant in it at which the offset changes. */
    Long[] offsetStarts() {
        List<Long> starts = new ArrayList<>(List.of(micros(service.startInclusive())));
        transitions().forEach(transition -> starts.add(micros(transition.getInstant())));
        return starts.toArray(Long[]::new);
    }

    /** The offsets from then on. */
    Long[] offsets() {
        List<Long> offsets = new ArrayList<>(
                List.of(micros(rules().getOffset(service.startInclusive()).getTotalSeconds())));
        transitions()
                .forEach(transition ->
                        offsets.add(micros(transition.getOffsetAfter().getTotalSeconds())));
        return offsets.toArray(Long[]::new);
    }

    /** The starts of the windows of dates that hold an instant of the service. */
    Long[] starts(AggregationWindow window) {
        List<Long> starts = new ArrayList<>();
        Instant start = window.startOf(service.startInclusive(), zone());
        LocalDate date = start.atZone(zone()).toLocalDate();
        ChronoUnit unit = window == AggregationWindow.DAY ? ChronoUnit.DAYS : ChronoUnit.MONTHS;
        for (int i = 1; start.isBefore(service.endExclusive()); i++) {
            starts.add(micros(start));
            start = date.plus(i, unit).atStartOfDay(zone()).toInstant();
        }
        return starts.toArray(Long[]::new);
    }

    /** The starts of dates from that of the service's start to that of its end, which is counted no more. */
    Long[] dates() {
        List<Long> dates = new ArrayList<>();
        Instant start = AggregationWindow.DAY.startOf(service.startInclusive(), zone());
        LocalDate date = start.atZone(zone()).toLocalDate();
        for (int i = 1; !start.isAfter(service.endExclusive()); i++) {
            dates.add(micros(start));
            start = date.plusDays(i).atStartOfDay(zone()).toInstant();
        }
        return dates.toArray(Long[]::new);
    }

    /** Instants at which a short window may begin, some of them outside the service. */
    List<Instant> cuts(AggregationWindow window) {
        if (ofDates(window)) {
            return Stream.of(starts(window)).map(ServiceClock::instant).toList();
        }
        long length = microsOf(window);
        List<Instant> cuts = new ArrayList<>();
        Long[] starts = offsetStarts();
        Long[] offsets = offsets();
        for (int i = 0; i < starts.length; i++) {
            long until = i + 1 < starts.length ? starts[i + 1] : micros(service.endExclusive());
            // what the clock shows is another window once it was moved, whatever it shows
            cuts.add(instant(starts[i]));
            for (long at = starts[i] + length - Math.floorMod(starts[i] + offsets[i], length);
                    at < until;
                    at += length) {
                cuts.add(instant(at));
            }
        }
        return cuts;
    }

    /** Instants at which a date begins. */
    List<Instant> cutsOfDates() {
        return Stream.of(dates()).map(ServiceClock::instant).toList();
    }

    private List<ZoneOffsetTransition> transitions() {
        List<ZoneOffsetTransition> transitions = new ArrayList<>();
        ZoneOffsetTransition next = rules().nextTransition(service.startInclusive());
        while (next != null && next.getInstant().isBefore(service.endExclusive())) {
            transitions.add(next);
            next = rules().nextTransition(next.getInstant());
        }
        return transitions;
    }

    private static long micros(int seconds) {
        return seconds * 1_000_000L;
    }

    private ZoneRules rules() {
        return zone().getRules();
    }

    private ZoneId zone() {
        return service.zone();
    }
}
