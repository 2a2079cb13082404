package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What windows hold. */
abstract class UsageSummaryContract extends StoreContract {
    private static final Instant START = Instant.parse("2023-11-01T00:00:00Z");
    private static final Instant END = Instant.parse("2023-12-01T00:00:00Z");

    UsageSummaryContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @TestFactory
    Stream<DynamicTest> hold_their_start_and_not_their_end() {
        return Stream.of(
                        List.of("2023-11-01T00:00:00Z", "2023-12-01T00:00:00Z"),
                        List.of("2023-10-31T23:00:00Z", "2024-10-31T23:00:00Z"),
                        List.of("2023-11-01T13:00:00Z", "2023-11-01T14:00:00Z"),
                        List.of("2023-11-01T13:37:00.000001Z", "2023-11-03T01:02:03.456789Z"),
                        List.of("2023-11-01T13:37:00.000001Z", "2023-11-01T13:37:00.000002Z"),
                        List.of("2023-12-31T18:15:00Z", "2024-01-31T18:15:00Z"))
                .map(window -> dynamicTest(window.toString(), () -> {
                    tenant = newTenant();
                    writeParties();
                    assertEdges(Instant.parse(window.get(0)), Instant.parse(window.get(1)));
                }));
    }

    @Test
    void are_none_where_nothing_was_used() {
        record(event("u-1", "c-1", null, Samples.TOKENS, "5", START));

        UsageQuery empty = query("c-1", "s-1", Samples.TOKENS, END, END.plusSeconds(1));
        UsageQuery unknown = query("nobody", "nothing", MeterId.of("nowhere"), START, END);
        UsageQuery full = query("c-1", "s-1", Samples.TOKENS, START, END);
        assertThat(totals(empty, unknown, full))
                .containsOnly(
                        Map.entry(empty, UsageSummary.NONE),
                        Map.entry(unknown, UsageSummary.NONE),
                        Map.entry(full, UsageSummary.of(new BigDecimal(5), 1)));
        assertThat(totals()).isEmpty();
    }

    @Test
    void hold_what_names_the_subscription_and_what_names_none() {
        record(
                event("u-1", "c-1", null, Samples.TOKENS, "1", at(1)),
                event("u-2", "c-1", "s-1", Samples.TOKENS, "10", at(1)),
                event("u-3", "c-1", "s-9", Samples.TOKENS, "100", at(1)),
                event("u-4", "c-1", "s-9", Samples.TOKENS, "1000", at(2)));

        assertThat(total("c-1", "s-1", Samples.TOKENS)).isEqualTo(UsageSummary.of(new BigDecimal(11), 2));
        assertThat(total("c-1", "s-9", Samples.TOKENS)).isEqualTo(UsageSummary.of(new BigDecimal(1101), 3));
        assertThat(total("c-1", "S-1", Samples.TOKENS)).isEqualTo(UsageSummary.of(new BigDecimal(1), 1));
    }

    @Test
    void hold_nothing_of_other_customers_and_meters() {
        record(
                event("u-1", "c-1", "s-1", Samples.TOKENS, "1", at(1)),
                event("u-2", "c-2", "s-1", Samples.TOKENS, "10", at(1)),
                event("u-3", "c-1", "s-1", Samples.CALLS, "100", at(1)),
                event("u-4", "c-2", null, Samples.CALLS, "1000", at(1)));

        assertThat(total("c-1", "s-1", Samples.TOKENS)).isEqualTo(UsageSummary.of(BigDecimal.ONE, 1));
        assertThat(total("c-1", "s-1", Samples.CALLS)).isEqualTo(UsageSummary.of(new BigDecimal(100), 1));
        assertThat(total("c-2", "s-1", Samples.CALLS)).isEqualTo(UsageSummary.of(new BigDecimal(1000), 1));
    }

    @Test
    void take_back_what_is_below_zero() {
        record(
                event("u-1", "c-1", null, Samples.STORAGE, "5", at(1)),
                event("u-2", "c-1", null, Samples.STORAGE, "-7.5", at(2)),
                event("u-3", "c-1", null, Samples.STORAGE, "0", at(3)));

        assertThat(total("c-1", "s-1", Samples.STORAGE)).isEqualTo(UsageSummary.of(new BigDecimal("-2.5"), 3));
    }

    @Test
    void are_exact_to_the_last_digit() {
        BigDecimal smallest = new BigDecimal("0.000000000000000001");
        record(
                event("u-1", "c-1", null, Samples.STORAGE, Samples.LONGEST.toPlainString(), at(1)),
                event("u-2", "c-1", null, Samples.STORAGE, smallest.toPlainString(), at(2)),
                event("u-3", "c-1", null, Samples.STORAGE, "0.1", at(3)),
                event("u-4", "c-1", null, Samples.STORAGE, "0.2", at(4)));

        assertThat(total("c-1", "s-1", Samples.STORAGE))
                .isEqualTo(UsageSummary.of(Samples.LONGEST.add(smallest).add(new BigDecimal("0.3")), 4));
    }

    @Test
    void are_canonical_however_they_add_up() {
        record(
                event("u-1", "c-1", null, Samples.TOKENS, "99.75", at(1)),
                event("u-2", "c-1", null, Samples.TOKENS, "0.25", at(2)));

        assertThat(total("c-1", "s-1", Samples.TOKENS)).isEqualTo(UsageSummary.of(new BigDecimal("100"), 2));
    }

    @Test
    void add_up_over_several_batches_and_transactions() {
        for (int i = 0; i < 5; i++) {
            record(
                    event("a-" + i, "c-1", null, Samples.TOKENS, "1", at(i)),
                    event("b-" + i, "c-1", "s-1", Samples.TOKENS, "2", at(i)));
        }
        undo(unit -> unit.usage().record(List.of(event("c", "c-1", null, Samples.TOKENS, "99", at(1))), START));

        assertThat(total("c-1", "s-1", Samples.TOKENS)).isEqualTo(UsageSummary.of(new BigDecimal(15), 10));
    }

    /** Windows of all lengths at any microsecond, many asked for at once, against the definition. */
    @Test
    void are_the_sums_of_the_events_that_they_match() {
        Random random = new Random(20231101);
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            events.add(event(
                    "u-" + i,
                    "c-" + (random.nextInt(2) + 1),
                    random.nextBoolean() ? null : "s-" + (random.nextInt(2) + 1),
                    random.nextBoolean() ? Samples.TOKENS : Samples.CALLS,
                    BigDecimal.valueOf(random.nextInt(1_000_000), 3).toPlainString(),
                    anyInstant(random)));
        }
        List<UsageQuery> queries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Instant start = anyInstant(random);
            long hours = 1L << random.nextInt(8);
            queries.add(query(
                    "c-" + (random.nextInt(2) + 1),
                    "s-" + (random.nextInt(2) + 1),
                    random.nextBoolean() ? Samples.TOKENS : Samples.CALLS,
                    start,
                    random.nextBoolean()
                            ? start.plus(Duration.ofHours(hours))
                            : start.plus(Duration.ofHours(hours)).plus(random.nextInt(1 << 30), ChronoUnit.MICROS)));
        }
        record(events.toArray(UsageEvent[]::new));

        Map<UsageQuery, UsageSummary> totals = totals(queries.toArray(UsageQuery[]::new));

        assertThat(totals).hasSize(200);
        assertThat(queries).allSatisfy(query -> assertThat(totals.get(query)).isEqualTo(defined(query, events)));
    }

    private void assertEdges(Instant start, Instant end) {
        record(
                event("before", "c-1", null, Samples.TOKENS, "1", start.minus(1, ChronoUnit.MICROS)),
                event("first", "c-1", null, Samples.TOKENS, "10", start),
                event("first-named", "c-1", "s-1", Samples.TOKENS, "100", start),
                event("last", "c-1", null, Samples.TOKENS, "1000", end.minus(1, ChronoUnit.MICROS)),
                event("end", "c-1", "s-1", Samples.TOKENS, "10000", end),
                event("after", "c-1", null, Samples.TOKENS, "100000", end.plus(1, ChronoUnit.MICROS)));
        UsageQuery within = query("c-1", "s-1", Samples.TOKENS, start, end);
        UsageQuery next = query("c-1", "s-1", Samples.TOKENS, end, end.plus(1, ChronoUnit.MICROS));
        assertThat(totals(within, next))
                .containsOnly(
                        Map.entry(within, UsageSummary.of(new BigDecimal(1110), 3)),
                        Map.entry(next, UsageSummary.of(new BigDecimal(10_000), 1)));
    }

    private static UsageSummary defined(UsageQuery query, List<UsageEvent> events) {
        List<UsageEvent> matching = events.stream().filter(query::matches).toList();
        return UsageSummary.of(
                matching.stream().map(UsageEvent::quantity).reduce(BigDecimal.ZERO, BigDecimal::add), matching.size());
    }

    /** Within five days around the turn of a month; every third at a full hour. */
    private static Instant anyInstant(Random random) {
        Instant from = END.minus(3, ChronoUnit.DAYS);
        return random.nextInt(3) == 0
                ? from.plus(random.nextInt(120), ChronoUnit.HOURS)
                : from.plus(random.nextInt(432_000), ChronoUnit.SECONDS)
                        .plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
    }

    private void record(UsageEvent... events) {
        write(unit -> unit.usage().record(List.of(events), START));
    }

    private Map<UsageQuery, UsageSummary> totals(UsageQuery... queries) {
        return read(unit -> unit.usage().summaries(List.of(queries)));
    }

    private @Nullable UsageSummary total(String customer, String subscription, MeterId meter) {
        UsageQuery query = query(customer, subscription, meter, Samples.START, END);
        return totals(query).get(query);
    }

    private static UsageQuery query(String customer, String subscription, MeterId meter, Instant start, Instant end) {
        return UsageQuery.of(
                CustomerId.of(customer),
                SubscriptionId.of(subscription),
                Samples.summing(meter),
                new BillingPeriod(start, end, ZoneOffset.UTC));
    }

    private static UsageEvent event(
            String id, String customer, @Nullable String subscription, MeterId meter, String quantity, Instant at) {
        return new UsageEvent(
                EventId.of(id),
                CustomerId.of(customer),
                subscription == null ? null : SubscriptionId.of(subscription),
                meter,
                new BigDecimal(quantity),
                at,
                null,
                Map.of());
    }
}
