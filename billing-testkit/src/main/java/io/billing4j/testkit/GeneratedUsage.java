package io.billing4j.testkit;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.QuantityRounding;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.usage.UsageDetail;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageQuery;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Meters of every kind, with every window, measure and carry-over that a kind may have, each of them once plain and once with a
 * filter or groups; and events of theirs that crowd around the starts of quarters, hours, days, months and clock changes, to
 * the microsecond, many at one instant. Windows begin and end there too. The same from the same seed.
 */
public final class GeneratedUsage {
    private static final Instant CREATED = Instant.parse("2023-09-01T00:00:00Z");
    private static final CustomerId CUSTOMER = CustomerId.of("c-1");
    private static final List<SubscriptionId> SUBSCRIPTIONS =
            List.of(SubscriptionId.of("s-1"), SubscriptionId.of("s-2"));
    private static final List<ZoneId> ZONES = Stream.of(
                    "UTC",
                    "Europe/Berlin",
                    "Asia/Kathmandu",
                    "America/St_Johns",
                    "Australia/Lord_Howe",
                    "America/Havana",
                    "Pacific/Apia")
            .map(ZoneId::of)
            .toList();

    /** The start of a month, and clocks that change in Lord Howe (by half an hour), Berlin, Havana and St. John's. */
    private static final List<Instant> TURNS = Stream.of(
                    "2023-09-30T15:30:00Z",
                    "2023-10-29T01:00:00Z",
                    "2023-10-31T23:00:00Z",
                    "2023-11-01T00:00:00Z",
                    "2023-11-05T04:30:00Z",
                    "2023-11-05T05:00:00Z")
            .map(Instant::parse)
            .toList();

    /** Long enough that three of them are no key of an index. */
    private static final String LONG = "long-".repeat(40);

    private static final List<String> VALUES = List.of(
            "eu",
            "",
            "EU",
            "=",
            "null",
            LONG + "a",
            LONG + "b",
            "\uFF5E",
            "\ud835\udd0f",
            Samples.HOSTILE.substring(0, 40));
    private static final List<String> NAMES = List.of("region", "città", "a'b\"c");

    private final Random random;
    private final List<Meter> meters = new ArrayList<>();
    private final List<Instant> crowded = new ArrayList<>();

    /** Meters of customer {@code c-1}, whose subscriptions are {@code s-1} and {@code s-2}. */
    public GeneratedUsage(long seed) {
        random = new Random(seed);
        aggregations().forEach(aggregation -> {
            meters.add(meter(aggregation, EventFilter.ALL, List.of()));
            meters.add(meter(aggregation, filter(), groupBy()));
        });
        crowded.addAll(TURNS);
        for (int i = 0; i < 12; i++) {
            crowded.add(TURNS.get(0)
                    .plus(random.nextInt(40 * 24), ChronoUnit.HOURS)
                    .truncatedTo(i % 3 == 0 ? ChronoUnit.DAYS : ChronoUnit.HOURS));
        }
    }

    /** Each with a key of its own. */
    public List<Meter> meters() {
        return meters;
    }

    /** Events of all meters, as many of each as of the others. */
    public List<UsageEvent> events(int perMeter) {
        List<UsageEvent> events = new ArrayList<>();
        for (Meter meter : meters) {
            for (int i = 0; i < perMeter; i++) {
                events.add(event(meter, i));
            }
        }
        return events;
    }

    /** Queries of all meters. */
    public List<UsageQuery> queries(int perMeter) {
        return meters.stream()
                .flatMap(meter -> IntStream.range(0, perMeter).mapToObj(i -> query(meter)))
                .distinct()
                .toList();
    }

    private Meter meter(Aggregation aggregation, EventFilter filter, List<String> groupBy) {
        return new Meter(MeterId.of("g-" + meters.size()), aggregation, filter, groupBy, true, CREATED);
    }

    private List<Aggregation> aggregations() {
        List<Aggregation> all = new ArrayList<>();
        for (MeterAggregation kind : MeterAggregation.values()) {
            if (kind == MeterAggregation.CUSTOM) {
                continue;
            }
            if (kind.timeWeighted()) {
                for (TimeMeasure measure : TimeMeasure.values()) {
                    all.add(aggregation(kind, false, null, measure));
                    all.add(aggregation(kind, true, null, measure));
                }
            } else {
                all.add(aggregation(kind, false, null, null));
                all.add(aggregation(kind, true, null, null));
                for (AggregationWindow window : AggregationWindow.values()) {
                    all.add(aggregation(kind, false, window, null));
                }
            }
        }
        return all;
    }

    private Aggregation aggregation(
            MeterAggregation kind,
            boolean carriesOver,
            @Nullable AggregationWindow window,
            @Nullable TimeMeasure measure) {
        String property = kind.distinguishes() ? "seat" : kind.takesValues() && random.nextBoolean() ? "gb" : null;
        QuantityRounding rounding = random.nextInt(4) == 0 ? new QuantityRounding(2, RoundingMode.HALF_UP) : null;
        return new Aggregation(kind, property, carriesOver, window, measure, rounding, null);
    }

    private EventFilter filter() {
        EventFilter filter = EventFilter.ALL;
        if (random.nextBoolean()) {
            filter = filter.and(pick(NAMES), new PropertyValues(pickSome(VALUES), random.nextBoolean()));
        }
        return random.nextBoolean()
                ? filter.except(Map.of(pick(NAMES), new PropertyValues(pickSome(VALUES), random.nextBoolean())))
                : filter;
    }

    private List<String> groupBy() {
        List<String> names = NAMES.stream().filter(name -> random.nextBoolean()).toList();
        return names.isEmpty() ? NAMES : names;
    }

    private UsageEvent event(Meter meter, int number) {
        Map<String, String> properties = new HashMap<>();
        NAMES.stream().filter(name -> random.nextInt(4) > 0).forEach(name -> properties.put(name, pick(VALUES)));
        properties.put("seat", pick(VALUES.subList(0, 6)));
        properties.put("gb", number(9).toPlainString());
        return new UsageEvent(
                EventId.of(random.nextInt(1_000) + "-" + meter.id() + "-" + number),
                CUSTOMER,
                random.nextInt(3) == 0 ? null : pick(SUBSCRIPTIONS),
                meter.id(),
                random.nextInt(60) == 0 ? Samples.LONGEST : number(19),
                instant(),
                null,
                properties);
    }

    private BigDecimal number(int scales) {
        return BigDecimal.valueOf(random.nextInt(3_000_000) - 1_000_000, random.nextInt(scales));
    }

    private UsageQuery query(Meter meter) {
        ZoneId zone = pick(ZONES);
        Instant one = edge(zone);
        Instant two = edge(zone);
        Instant start = one.isBefore(two) ? one : two;
        Instant end = one.isBefore(two) ? two : one;
        BillingPeriod service =
                new BillingPeriod(start, end.isAfter(start) ? end : start.plus(1, ChronoUnit.MICROS), zone);
        // a whole date around it at least, so that there is something to weigh by
        LocalDate first = service.startInclusive().atZone(zone).toLocalDate().minusDays(random.nextInt(3));
        LocalDate last = service.endExclusive().atZone(zone).toLocalDate().plusDays(1 + random.nextInt(3));
        BillingPeriod window = BillingPeriod.ofDates(first, last, zone);
        return new UsageQuery(
                CUSTOMER,
                pick(SUBSCRIPTIONS),
                meter,
                service,
                window.encloses(service) ? window : service,
                random.nextBoolean() ? UsageDetail.GROUPS : UsageDetail.TOTAL);
    }

    /** An end of a window: at one of the crowded places, or at the start of a date. */
    private Instant edge(ZoneId zone) {
        return random.nextInt(3) > 0
                ? instant()
                : pick(crowded)
                        .atZone(zone)
                        .toLocalDate()
                        .plusDays(random.nextInt(2))
                        .atStartOfDay(zone)
                        .toInstant();
    }

    /** Near a crowded place: on it, a microsecond beside it, whole quarters of hours away, or anywhere within two days. */
    private Instant instant() {
        Instant place = pick(crowded);
        Instant near = place.plus(15L * (random.nextInt(17) - 8), ChronoUnit.MINUTES);
        return switch (random.nextInt(6)) {
            case 0, 1 -> place.plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
            case 2, 3 -> near.plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
            case 4 -> place.plus(random.nextInt(7_200), ChronoUnit.SECONDS);
            default -> place.plus(random.nextLong(2 * 86_400_000_000L), ChronoUnit.MICROS);
        };
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> Set<T> pickSome(List<T> values) {
        Set<T> some = new HashSet<>();
        for (int i = 1 + random.nextInt(values.size()); i > 0; i--) {
            some.add(pick(values));
        }
        return some;
    }
}
