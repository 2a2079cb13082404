package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.testkit.GeneratedUsage;
import io.billing4j.testkit.Samples;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.UsageAggregator;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where the groups of meters stand in rollups, and where they do not. What they come to is the contract's. */
class GroupRollupsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final Instant RECORDED = Instant.parse("2023-12-01T00:00:00Z");
    private static final LocalDate FIRST = LocalDate.of(2023, 11, 1);
    private static final EventFilter EUROPE = EventFilter.including("region", "eu");
    private static final UsageAggregator DEFINITION = new UsageAggregator(CustomAggregations.NONE);

    private final TestBooks books = TestBooks.open();
    private final List<RecordedUsage> recorded = new ArrayList<>();

    @Nested
    class A_month {
        /** In Berlin it begins at a full hour, in Kolkata at half past one. */
        @Test
        void is_answered_without_a_look_at_events_where_it_cuts_no_bucket() {
            List<Meter> byDays = List.of(
                    meter("filtered", Aggregation.sum().of("gb")).filtered(EUROPE),
                    meter("grouped", Aggregation.count()).groupedBy(List.of("region")),
                    meter("largest", Aggregation.max().per(AggregationWindow.MONTH)),
                    meter("last", Aggregation.latest().carryingOver()),
                    meter("seats", Aggregation.unique("seat")),
                    meter("level", Aggregation.timeWeightedSum().carryingOver()));
            List<Meter> byClock = List.of(
                    meter("daily", Aggregation.max().per(AggregationWindow.DAY)),
                    meter("hourly", Aggregation.latest().per(AggregationWindow.HOUR)),
                    meter("daily-seats", Aggregation.unique("seat").per(AggregationWindow.DAY)),
                    meter("dates", Aggregation.timeWeightedSum().measured(TimeMeasure.BY_DAY)));
            insert(byDays);
            insert(byClock);
            Random random = new Random(1);
            byDays.forEach(meter -> record(anyEvents(meter, random)));
            byClock.forEach(meter -> record(anyEvents(meter, random)));

            books.administer("TRUNCATE billing.usage_event");

            assertAsDefined(months(byDays, BERLIN));
            assertAsDefined(months(byClock, BERLIN));
            assertAsDefined(months(byClock, KOLKATA));
            // else nothing would have been shown
            List<UsageQuery> cut = months(byDays, KOLKATA);
            assertThat(answers(cut).entrySet())
                    .noneMatch(answer -> answer.getValue().equals(DEFINITION.summary(answer.getKey(), recorded)));
        }

        private List<UsageQuery> months(List<Meter> meters, ZoneId zone) {
            return meters.stream()
                    .map(meter -> query(meter, BillingPeriod.ofDates(FIRST, FIRST.plusMonths(1), zone)))
                    .toList();
        }

        /** From 30 October to 2 December, and some in each half hour that only one of the months has. */
        private List<UsageEvent> anyEvents(Meter meter, Random random) {
            Instant start = Instant.parse("2023-10-30T00:00:00Z");
            return IntStream.range(0, 300)
                    .mapToObj(i -> switch (i % 10) {
                        case 0 ->
                            event(
                                    meter,
                                    random,
                                    Instant.parse("2023-10-31T18:31:00Z").plusSeconds(i));
                        case 1 ->
                            event(
                                    meter,
                                    random,
                                    Instant.parse("2023-11-30T18:01:00Z").plusSeconds(i));
                        default ->
                            event(meter, random, start.plus(random.nextLong(33 * 86_400_000_000L), ChronoUnit.MICROS));
                    })
                    .toList();
        }
    }

    @Nested
    class Rows {
        @Test
        void are_one_per_bucket_and_group_however_many_events_there_are() {
            Meter grouped = meter("grouped", Aggregation.sum()).groupedBy(List.of("region"));
            insert(List.of(grouped));
            for (int batch = 0; batch < 10; batch++) {
                record(inTwoHours(grouped, batch));
            }

            // 3 regions: a day of all events, a day of each region, two hours of each
            assertThat(rollups()).containsExactly("DAY all 1", "DAY groups 3", "HOUR groups 6");
        }

        @Test
        void of_values_are_one_per_month_however_many_events_name_them() {
            Meter seats = meter("seats", Aggregation.unique("seat"));
            insert(List.of(seats));
            for (int batch = 0; batch < 10; batch++) {
                record(inTwoHours(seats, batch));
            }

            assertThat(rollups()).containsExactly("DAY all 1", "DAY groups 1", "HOUR groups 2");
            assertThat(books.value("SELECT count(*) FROM billing.usage_value")).isEqualTo("7");
        }

        @Test
        void of_plain_sums_are_those_that_they_always_were() {
            record(inTwoHours(Samples.meter(Samples.TOKENS.value()), 0));

            assertThat(rollups()).containsExactly("DAY all 1", "HOUR all 2");
            assertThat(books.value("SELECT count(*) FROM billing.usage_rollup WHERE rolled_up_count > 0"))
                    .isEqualTo("0");
        }

        /** 200 events of 3 regions and 7 seats, from 10:00 to 12:00. */
        private List<UsageEvent> inTwoHours(Meter meter, int batch) {
            return IntStream.range(0, 200)
                    .mapToObj(i -> new UsageEvent(
                            EventId.of(batch + "-" + i),
                            CustomerId.of("c-1"),
                            null,
                            meter.id(),
                            BigDecimal.ONE,
                            Instant.parse("2023-11-08T10:00:00Z").plusSeconds(36L * i + batch),
                            null,
                            Map.of("region", "r-" + i % 3, "seat", "s-" + i % 7)))
                    .toList();
        }

        private List<String> rollups() {
            return List.of(books.value(
                            "SELECT string_agg(line, ',' ORDER BY line) FROM (SELECT grain || CASE WHEN group_key = ''"
                                    + " THEN ' all ' ELSE ' groups ' END || count(*) AS line FROM billing.usage_rollup"
                                    + " GROUP BY grain, group_key = '') AS lines")
                    .split(","));
        }
    }

    @Nested
    class What_the_version_before_records {
        @Test
        void counts_beside_what_this_one_does_in_any_order() {
            GeneratedUsage usage = new GeneratedUsage(11);
            insert(usage.meters());
            List<UsageEvent> events = usage.events(16);
            Random random = new Random(11);
            Collections.shuffle(events, random);
            for (int from = 0; from < events.size(); from += 50) {
                List<UsageEvent> batch = events.subList(from, Math.min(events.size(), from + 50));
                if (random.nextBoolean()) {
                    record(batch);
                } else {
                    recordBefore(batch);
                }
            }

            assertAsDefined(usage.queries(3));
        }

        @Test
        void is_read_event_by_event_of_days_on_which_it_recorded_and_of_no_others() {
            Meter last = meter("last", Aggregation.latest()).groupedBy(List.of("region"));
            insert(List.of(last));
            Random random = new Random(2);
            List<UsageEvent> events = IntStream.range(0, 100)
                    .mapToObj(i -> event(
                            last, random, Instant.parse("2023-11-08T00:00:00Z").plusSeconds(3_000L * i)))
                    .toList();
            record(events.subList(0, 70));
            recordBefore(events.subList(70, 71));
            record(events.subList(71, 100));
            // of 10 November, on which event 70 came at 10:20, no other day
            Instant tenth = Instant.parse("2023-11-10T00:00:00Z");
            books.administer("DELETE FROM billing.usage_event WHERE occurred_at < '" + tenth + "' OR occurred_at >= '"
                    + tenth.plus(1, ChronoUnit.DAYS) + "'");

            assertAsDefined(List.of(query(last, BillingPeriod.ofDates(FIRST, FIRST.plusMonths(1), BERLIN))));
        }

        private void recordBefore(List<UsageEvent> events) {
            VersionBefore.record(books.database(), events, RECORDED);
            remember(events);
        }
    }

    @Nested
    class An_event_that_the_meter_cannot_read {
        @Test
        void is_refused_as_the_definition_does_by_windows_that_hold_it_and_by_no_others() {
            Meter sum = meter("sum", Aggregation.sum().of("gb"));
            insert(List.of(sum));
            Random random = new Random(3);
            record(List.of(
                    event(sum, random, Instant.parse("2023-11-08T10:00:00Z")),
                    UsageEvent.of(
                            EventId.of("unreadable"),
                            CustomerId.of("c-1"),
                            sum.id(),
                            BigDecimal.ONE,
                            Instant.parse("2023-11-08T10:00:00Z")),
                    event(sum, random, Instant.parse("2023-11-09T10:00:00Z"))));

            UsageQuery day = query(sum, BillingPeriod.ofDates(FIRST.plusDays(7), FIRST.plusDays(8), BERLIN));
            assertThat(refusal(ErrorCode.MISSING_FIELD, () -> answers(List.of(day)))
                            .field())
                    .isEqualTo("properties.gb");
            assertAsDefined(List.of(query(sum, BillingPeriod.ofDates(FIRST.plusDays(8), FIRST.plusDays(9), BERLIN))));
        }
    }

    @Test
    void a_query_with_another_definition_than_the_catalogues_is_answered_from_events() {
        Meter kept = meter("kept", Aggregation.max().of("gb")).filtered(EUROPE);
        insert(List.of(kept));
        Random random = new Random(4);
        record(IntStream.range(0, 50)
                .mapToObj(i -> event(
                        kept, random, Instant.parse("2023-11-08T00:00:00Z").plusSeconds(600L * i)))
                .toList());
        BillingPeriod month = BillingPeriod.ofDates(FIRST, FIRST.plusMonths(1), BERLIN);

        assertAsDefined(List.of(
                query(kept, month),
                query(kept.filtered(EventFilter.ALL), month),
                query(kept.groupedBy(List.of("region")), month),
                query(meter("kept", Aggregation.sum().of("gb")).filtered(EUROPE), month),
                query(meter("kept", Aggregation.sum()), month),
                query(
                        meter("kept", Aggregation.max().of("gb").per(AggregationWindow.DAY))
                                .filtered(EUROPE),
                        month)));
    }

    private void assertAsDefined(List<UsageQuery> queries) {
        Map<UsageQuery, UsageSummary> found = answers(queries);
        for (UsageQuery query : queries) {
            assertThat(found.get(query)).as("%s", query).isEqualTo(DEFINITION.summary(query, recorded));
        }
    }

    private Map<UsageQuery, UsageSummary> answers(Collection<UsageQuery> queries) {
        return books.read(unit -> unit.usage().summaries(queries));
    }

    private void insert(List<Meter> meters) {
        books.write(unit -> meters.forEach(unit.catalog()::insertMeter));
    }

    private void record(List<UsageEvent> events) {
        books.write(unit -> unit.usage().record(events, RECORDED));
        remember(events);
    }

    private void remember(List<UsageEvent> events) {
        events.forEach(event -> recorded.add(new RecordedUsage(event, RECORDED)));
    }

    private static Meter meter(String id, Aggregation aggregation) {
        return Meter.of(MeterId.of(id), aggregation, true, RECORDED);
    }

    private static UsageQuery query(Meter meter, BillingPeriod period) {
        return UsageQuery.of(CustomerId.of("c-1"), SubscriptionId.of("s-1"), meter, period);
    }

    /** Nothing is taken out of sets: whether that came before or after may be for events to say. */
    private UsageEvent event(Meter meter, Random random, Instant at) {
        int least = meter.aggregation().kind().distinguishes() ? 0 : -20;
        return new UsageEvent(
                EventId.of(meter.id() + "-" + recorded.size() + "-" + random.nextInt()),
                CustomerId.of("c-1"),
                random.nextBoolean() ? null : SubscriptionId.of("s-1"),
                meter.id(),
                BigDecimal.valueOf(random.nextInt(100) + least),
                at,
                null,
                Map.of(
                        "region", List.of("eu", "us").get(random.nextInt(2)),
                        "seat", "s-" + random.nextInt(40),
                        "gb", Integer.toString(random.nextInt(100))));
    }
}
