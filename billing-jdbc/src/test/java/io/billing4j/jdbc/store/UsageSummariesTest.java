package io.billing4j.jdbc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.QuantityRounding;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.testkit.Samples;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.UsageAggregator;
import io.billing4j.usage.UsageDetail;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the database makes of events against what the pure aggregator makes of them, to the last digit: meters of every kind,
 * with filters, groups, short windows and roundings, over periods with clock changes in zones with odd offsets. Events crowd
 * around the starts of hours and days, many at the same instant, with values that look like SQL, JSON or nothing.
 */
@TestInstance(Lifecycle.PER_CLASS)
class UsageSummariesTest {
    private static final long SEED = 20231029;
    private static final int QUERIES = 4_000;
    private static final MeterId METER = MeterId.of("tokens");
    private static final Instant START = Instant.parse("2023-10-20T00:00:00Z");
    private static final int DAYS = 24;
    private static final List<CustomerId> CUSTOMERS = List.of(CustomerId.of("c-1"), CustomerId.of("c-2"));
    private static final List<SubscriptionId> SUBSCRIPTIONS =
            List.of(SubscriptionId.of("s-1"), SubscriptionId.of("s-2"));
    private static final List<String> NAMES = List.of("region", "città", "a'b\"c");
    private static final List<String> VALUES = List.of(
            "eu",
            "EU",
            "",
            "null",
            "'; DROP TABLE usage_event; --",
            "%",
            "łódź",
            "\uFF5E",
            "𝔏",
            "a\"}b",
            "{\"v\":1}",
            "\\u0041");
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("Asia/Kathmandu"),
            ZoneId.of("America/St_Johns"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("America/Havana"),
            ZoneId.of("Pacific/Chatham"));

    private final TestBooks books = TestBooks.open();
    private final Random random = new Random(SEED);
    private final List<RecordedUsage> events = new ArrayList<>();
    private int months;

    @BeforeAll
    void record() {
        for (int batch = 0; batch < 8; batch++) {
            Instant recordedAt = START.plus(random.nextInt(4), ChronoUnit.SECONDS);
            List<UsageEvent> own = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                own.add(event("e-" + random.nextInt(1000) + "-" + batch + "-" + i));
            }
            books.write(unit -> unit.usage().record(own, recordedAt));
            own.forEach(event -> events.add(new RecordedUsage(event, recordedAt)));
        }
    }

    @Test
    void of_any_meters_asked_for_at_once_are_what_the_definition_makes_of_the_events() {
        UsageAggregator aggregator = new UsageAggregator(CustomAggregations.NONE);
        List<UsageQuery> queries =
                IntStream.range(0, QUERIES).mapToObj(i -> query()).distinct().toList();
        Map<UsageQuery, UsageSummary> expected = new LinkedHashMap<>();
        queries.forEach(query -> expected.put(query, aggregator.summary(query, events)));

        Map<UsageQuery, UsageSummary> found = books.read(unit -> unit.usage().summaries(queries));

        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(queries);
        for (UsageQuery query : queries) {
            assertThat(found.get(query)).as("%s", query).isEqualTo(expected.get(query));
        }
        for (MeterAggregation kind : MeterAggregation.values()) {
            if (kind != MeterAggregation.CUSTOM) {
                assertThat(queries.stream()
                                .filter(query -> query.meter().aggregation().kind() == kind)
                                .map(found::get)
                                .filter(summary -> summary != null
                                        && summary.events() > 3
                                        && summary.quantity().signum() != 0))
                        .as("%s of more than a few events", kind)
                        .hasSizeGreaterThan(50);
            }
        }
    }

    @Test
    void of_events_are_read_back_in_the_total_order() {
        for (int i = 0; i < 100; i++) {
            UsageQuery query = query();
            assertThat(books.<List<RecordedUsage>>read(unit -> unit.usage().events(query)))
                    .isEqualTo(events.stream()
                            .filter(usage -> query.matches(usage.event()))
                            .sorted(RecordedUsage.ORDER)
                            .toList());
        }
    }

    /** Such events come past the intake only; each is alone in a month of its own. */
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "lots",
                "",
                "1e3",
                " 1",
                "+1",
                ".5",
                "1234567890123456789012345",
                "0.1234567890123456789",
                "\u0661"
            })
    void of_a_property_that_is_missing_or_no_number_are_refused_as_the_definition_does(@Nullable String text) {
        LocalDate month = LocalDate.of(2030, 1, 1).plusMonths(months++);
        BillingPeriod period = BillingPeriod.ofDates(month, month.plusMonths(1), ZoneId.of("UTC"));
        RecordedUsage usage = new RecordedUsage(
                new UsageEvent(
                        EventId.of("odd-" + months),
                        CUSTOMERS.get(0),
                        null,
                        METER,
                        BigDecimal.ONE,
                        period.startInclusive(),
                        null,
                        text == null ? Map.of() : Map.of("odd", text)),
                START);
        books.write(unit -> unit.usage().record(List.of(usage.event()), START));
        for (Aggregation aggregation : List.of(
                Aggregation.sum().of("odd"),
                Aggregation.latest().of("odd"),
                Aggregation.timeWeightedSum().of("odd"),
                Aggregation.unique("odd"),
                Aggregation.timeWeightedUnique("odd"))) {
            UsageQuery query = UsageQuery.of(
                    CUSTOMERS.get(0), SUBSCRIPTIONS.get(0), Meter.of(METER, aggregation, true, START), period);
            BillingException expected = catchThrowableOfType(
                    BillingException.class,
                    () -> new UsageAggregator(CustomAggregations.NONE).summary(query, List.of(usage)));
            BillingException found = catchThrowableOfType(
                    BillingException.class,
                    () -> books.read(unit -> unit.usage().summaries(List.of(query))));
            assertThat(found == null).as("%s of %s", aggregation, text).isEqualTo(expected == null);
            if (expected != null) {
                assertThat(found).extracting(BillingException::code).isEqualTo(expected.code());
                assertThat(found).extracting(BillingException::field).isEqualTo(expected.field());
            }
            assertThat(expected == null)
                    .isEqualTo(text != null && aggregation.kind().distinguishes());
        }
    }

    private UsageQuery query() {
        ZoneId zone = pick(ZONES);
        LocalDate first = LocalDate.of(2023, 10, 20).plusDays(random.nextInt(14));
        BillingPeriod window = BillingPeriod.ofDates(first, first.plusDays(1 + random.nextInt(12)), zone);
        BillingPeriod service = window;
        if (random.nextInt(3) == 0) {
            long micros = ChronoUnit.MICROS.between(window.startInclusive(), window.endExclusive());
            long from = random.nextLong(micros);
            long until = from + 1 + random.nextLong(micros - from);
            service = new BillingPeriod(
                    window.startInclusive().plus(from, ChronoUnit.MICROS),
                    window.startInclusive().plus(until, ChronoUnit.MICROS),
                    zone);
        }
        Aggregation aggregation = aggregation();
        List<String> groupBy =
                NAMES.stream().filter(name -> random.nextInt(4) == 0).toList();
        Meter meter = new Meter(METER, aggregation, filter(), groupBy, true, START);
        UsageDetail detail = aggregation.addsUpEvents()
                ? pick(Arrays.asList(UsageDetail.values()))
                : pick(List.of(UsageDetail.TOTAL, UsageDetail.GROUPS));
        return new UsageQuery(pick(CUSTOMERS), pick(SUBSCRIPTIONS), meter, service, window, detail);
    }

    private Aggregation aggregation() {
        MeterAggregation kind = pick(Arrays.asList(MeterAggregation.values()));
        if (kind == MeterAggregation.CUSTOM) {
            return Aggregation.sum().of("gb");
        }
        boolean property = kind.distinguishes() || (kind.takesValues() && random.nextBoolean());
        boolean carriesOver = random.nextInt(3) == 0;
        boolean windows = !kind.timeWeighted() && !carriesOver && random.nextInt(3) != 0;
        return new Aggregation(
                kind,
                property ? (kind.distinguishes() ? "seat" : "gb") : null,
                carriesOver,
                windows ? pick(Arrays.asList(AggregationWindow.values())) : null,
                kind.timeWeighted() ? pick(Arrays.asList(TimeMeasure.values())) : null,
                random.nextInt(3) == 0
                        ? new QuantityRounding(
                                random.nextInt(8) - 2,
                                pick(List.of(RoundingMode.HALF_UP, RoundingMode.CEILING, RoundingMode.FLOOR)))
                        : null,
                null);
    }

    private EventFilter filter() {
        EventFilter filter = EventFilter.ALL;
        if (random.nextInt(3) == 0) {
            filter = filter.and(pick(NAMES), values());
        }
        for (int i = random.nextInt(6) - 3; i > 0; i--) {
            Map<String, PropertyValues> exclusion = new HashMap<>(Map.of(pick(NAMES), values()));
            exclusion.put(pick(NAMES), values());
            filter = filter.except(exclusion);
        }
        return filter;
    }

    private PropertyValues values() {
        Set<String> values = new HashSet<>();
        for (int i = random.nextInt(VALUES.size()); i > 0; i--) {
            values.add(pick(VALUES));
        }
        return new PropertyValues(values, values.isEmpty() || random.nextBoolean());
    }

    private UsageEvent event(String id) {
        Map<String, String> properties = new HashMap<>();
        NAMES.stream().filter(name -> random.nextInt(3) > 0).forEach(name -> properties.put(name, pick(VALUES)));
        properties.put("seat", pick(VALUES));
        properties.put(
                "gb",
                BigDecimal.valueOf(random.nextInt(2_000_000) - 500_000, random.nextInt(9))
                        .toPlainString());
        return new UsageEvent(
                EventId.of(id),
                pick(CUSTOMERS),
                random.nextInt(3) == 0 ? null : pick(SUBSCRIPTIONS),
                METER,
                random.nextInt(60) == 0
                        ? Samples.LONGEST
                        : BigDecimal.valueOf(random.nextInt(3_000_000) - 1_500_000, random.nextInt(19)),
                instant(),
                null,
                properties);
    }

    /** A third at one of few instants, a third around the starts of hours and quarters of them. */
    private Instant instant() {
        Instant any = START.plus(random.nextLong(DAYS * 86_400_000_000L), ChronoUnit.MICROS);
        return switch (random.nextInt(3)) {
            case 0 -> any.truncatedTo(ChronoUnit.DAYS).plus(6L * random.nextInt(4), ChronoUnit.HOURS);
            case 1 ->
                any.truncatedTo(ChronoUnit.HOURS)
                        .plus(15L * random.nextInt(4), ChronoUnit.MINUTES)
                        .minus(random.nextInt(2), ChronoUnit.MICROS);
            default -> any;
        };
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
