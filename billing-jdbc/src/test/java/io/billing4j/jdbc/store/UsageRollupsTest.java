package io.billing4j.jdbc.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.testkit.Samples;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageOutcome;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What windows hold, by rollups of days and hours and by events at the edges, against a sum over all events. Events crowd
 * around the starts of hours and days, to the microsecond, since that is where a sum goes wrong.
 */
@TestInstance(Lifecycle.PER_CLASS)
class UsageRollupsTest {
    private static final long SEED = 20231101;
    private static final Instant START = Instant.parse("2023-10-30T00:00:00Z");
    private static final List<CustomerId> CUSTOMERS = List.of(CustomerId.of("c-1"), CustomerId.of("c-2"));
    private static final List<SubscriptionId> SUBSCRIPTIONS =
            List.of(SubscriptionId.of("s-1"), SubscriptionId.of("s-2"));
    private static final List<MeterId> METERS = List.of(MeterId.of("tokens"), MeterId.of("storage"));

    private final TestBooks books = TestBooks.open();
    private final Random random = new Random(SEED);
    private final List<UsageEvent> events = new ArrayList<>();

    @BeforeAll
    void record() {
        for (int i = 0; i < 3_000; i++) {
            events.add(event(i));
        }
        for (int from = 0; from < events.size(); from += 750) {
            List<UsageEvent> batch = new ArrayList<>(events.subList(from, from + 750));
            Collections.shuffle(batch, random);
            assertThat(books.<List<UsageOutcome>>read(unit -> unit.usage().record(batch, START)))
                    .containsOnly(UsageOutcome.RECORDED);
        }
    }

    @Test
    void of_any_windows_asked_for_at_once_are_the_sums_of_their_events() {
        List<UsageQuery> queries =
                IntStream.range(0, 1_000).mapToObj(i -> query()).toList();

        Map<UsageQuery, UsageSummary> totals = books.read(unit -> unit.usage().summaries(queries));

        assertThat(totals).isEqualTo(naive(queries));
        assertThat(totals.values().stream().filter(total -> total.events() > 1)).hasSizeGreaterThan(300);
        assertThat(totals.values()).contains(UsageSummary.NONE);
    }

    @Test
    void of_the_parts_of_a_window_add_up_to_that_of_the_whole() {
        UsageQuery whole =
                query(CUSTOMERS.get(0), SUBSCRIPTIONS.get(0), METERS.get(0), START, START.plus(40, ChronoUnit.DAYS));
        List<Instant> cuts = new ArrayList<>(
                List.of(whole.service().startInclusive(), whole.service().endExclusive()));
        for (int i = 0; i < 60; i++) {
            cuts.add(instant());
        }
        List<Instant> sorted = cuts.stream().distinct().sorted().toList();
        List<UsageQuery> parts = IntStream.range(1, sorted.size())
                .mapToObj(i ->
                        query(whole.customer(), whole.subscription(), METERS.get(0), sorted.get(i - 1), sorted.get(i)))
                .toList();
        List<UsageQuery> all = new ArrayList<>(parts);
        all.add(whole);

        Map<UsageQuery, UsageSummary> totals = books.read(unit -> unit.usage().summaries(all));

        UsageSummary sum = parts.stream()
                .map(part -> totals.getOrDefault(part, UsageSummary.NONE))
                .reduce(
                        UsageSummary.NONE,
                        (a, b) -> UsageSummary.of(a.quantity().add(b.quantity()), a.events() + b.events()));
        assertThat(totals).containsEntry(whole, sum);
        assertThat(sum.events()).isGreaterThan(300);
    }

    private Map<UsageQuery, UsageSummary> naive(List<UsageQuery> queries) {
        Function<UsageQuery, UsageSummary> total = query -> {
            List<UsageEvent> matching = events.stream().filter(query::matches).toList();
            return UsageSummary.of(
                    matching.stream().map(UsageEvent::quantity).reduce(BigDecimal.ZERO, BigDecimal::add),
                    matching.size());
        };
        return queries.stream()
                .distinct()
                .collect(Collectors.toMap(query -> query, total, (a, b) -> a, LinkedHashMap::new));
    }

    private UsageEvent event(int number) {
        SubscriptionId subscription = random.nextInt(3) == 0 ? null : pick(SUBSCRIPTIONS);
        MeterId meter = pick(METERS);
        BigDecimal quantity = BigDecimal.valueOf(random.nextLong(2_000_000) - 400_000, random.nextInt(7));
        return new UsageEvent(
                EventId.of("e-" + number), pick(CUSTOMERS), subscription, meter, quantity, instant(), null, Map.of());
    }

    private UsageQuery query() {
        Instant one = instant();
        Instant two = instant();
        boolean ordered = one.isBefore(two);
        Instant end =
                ordered ? two : one.plus(random.nextInt(3), ChronoUnit.HOURS).plus(1, ChronoUnit.MICROS);
        return query(pick(CUSTOMERS), pick(SUBSCRIPTIONS), pick(METERS), one, end);
    }

    private static UsageQuery query(
            CustomerId customer, SubscriptionId subscription, MeterId meter, Instant start, Instant end) {
        return UsageQuery.of(
                customer, subscription, Samples.summing(meter), new BillingPeriod(start, end, ZoneOffset.UTC));
    }

    /** In 40 days from the start on; every other one within a microsecond of a full hour, every fourth of a day. */
    private Instant instant() {
        Instant any = START.plus(random.nextLong(40L * 86_400_000_000L), ChronoUnit.MICROS);
        return switch (random.nextInt(4)) {
            case 0 -> any.truncatedTo(ChronoUnit.HOURS).plus(random.nextInt(3), ChronoUnit.MICROS);
            case 1 -> any.truncatedTo(ChronoUnit.DAYS).plus(random.nextInt(3), ChronoUnit.MICROS);
            default -> any;
        };
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
