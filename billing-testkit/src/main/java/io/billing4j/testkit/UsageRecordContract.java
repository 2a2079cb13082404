package io.billing4j.testkit;

import static io.billing4j.testkit.DocumentSamples.at;
import static io.billing4j.usage.UsageOutcome.CONFLICT;
import static io.billing4j.usage.UsageOutcome.DUPLICATE;
import static io.billing4j.usage.UsageOutcome.RECORDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What becomes of reported events, and the marks of late ones. */
abstract class UsageRecordContract extends StoreContract {
    private static final UsageEvent FULL = new UsageEvent(
            EventId.of("u-1"),
            CustomerId.of("c-1"),
            SubscriptionId.of("s-1"),
            Samples.TOKENS,
            new BigDecimal("1.5"),
            at(10),
            "gateway",
            Map.of("model", Samples.HOSTILE, "region", ""));

    UsageRecordContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void writeParties() {
        write(SampleBooks::writeParties);
    }

    @Test
    void is_new_at_first_and_a_duplicate_ever_after() {
        assertThat(record(FULL)).containsExactly(RECORDED);
        assertThat(record(FULL)).containsExactly(DUPLICATE);
        assertThat(record(FULL)).containsExactly(DUPLICATE);
        assertThat(total()).isEqualTo(UsageSummary.of(new BigDecimal("1.5"), 1));
    }

    @Test
    void is_the_same_however_its_quantity_is_written() {
        record(Samples.usage("u-1", "c-1", "100", at(1)));

        assertThat(record(Samples.usage("u-1", "c-1", "1.00E+2", at(1)))).containsExactly(DUPLICATE);
    }

    @TestFactory
    Stream<DynamicTest> is_a_conflict_where_anything_else_is_reported_under_its_id() {
        Map<String, UsageEvent> others = Map.of(
                "customer", event("c-2", "s-1", "1.5", at(10), "gateway", FULL.properties()),
                "subscription", event("c-1", "s-2", "1.5", at(10), "gateway", FULL.properties()),
                "quantity", event("c-1", "s-1", "1.500001", at(10), "gateway", FULL.properties()),
                "instant", event("c-1", "s-1", "1.5", at(10).plus(1, ChronoUnit.MICROS), "gateway", FULL.properties()),
                "month", event("c-1", "s-1", "1.5", at(10).plus(40, ChronoUnit.DAYS), "gateway", FULL.properties()),
                "service", event("c-1", "s-1", "1.5", at(10), "Gateway", FULL.properties()),
                "properties", event("c-1", "s-1", "1.5", at(10), "gateway", Map.of("model", Samples.HOSTILE)),
                "no subscription", Samples.usage("u-1", "c-1", "1.5", at(10)));
        return others.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    tenant = newTenant();
                    writeParties();
                    record(FULL);
                    assertThat(record(entry.getValue())).containsExactly(CONFLICT);
                    assertThat(record(FULL)).containsExactly(DUPLICATE);
                    assertThat(total()).isEqualTo(UsageSummary.of(new BigDecimal("1.5"), 1));
                }));
    }

    @Test
    void is_reported_on_in_the_order_given() {
        record(Samples.usage("m", "c-1", "1", at(1)), Samples.usage("k", "c-1", "2", at(2)));

        assertThat(record(
                        Samples.usage("z", "c-1", "10", at(5)),
                        Samples.usage("m", "c-1", "1", at(1)),
                        Samples.usage("a", "c-1", "20", at(4)),
                        Samples.usage("k", "c-1", "3", at(2)),
                        Samples.usage("b", "c-1", "40", at(3))))
                .containsExactly(RECORDED, DUPLICATE, RECORDED, CONFLICT, RECORDED);
        assertThat(total()).isEqualTo(UsageSummary.of(new BigDecimal(73), 5));
    }

    @Test
    void stands_for_the_first_of_its_id_in_a_list() {
        assertThat(record(
                        Samples.usage("u-1", "c-1", "1", at(1)),
                        Samples.usage("u-2", "c-1", "2", at(1)),
                        Samples.usage("u-1", "c-1", "1", at(1)),
                        Samples.usage("u-1", "c-1", "9", at(1)),
                        Samples.usage("u-2", "c-1", "9", at(1))))
                .containsExactly(RECORDED, RECORDED, DUPLICATE, CONFLICT, CONFLICT);
        assertThat(total()).isEqualTo(UsageSummary.of(new BigDecimal(3), 2));
    }

    @Test
    void is_told_apart_by_the_case_of_its_id() {
        assertThat(record(Samples.usage("u", "c-1", "1", at(1)), Samples.usage("U", "c-1", "1", at(1))))
                .containsExactly(RECORDED, RECORDED);
    }

    @Test
    void is_recorded_by_the_thousand() {
        List<UsageEvent> many = IntStream.range(0, 1000)
                .mapToObj(i -> Samples.usage("u-" + i, "c-1", "0." + (i + 1), at(i)))
                .toList();
        BigDecimal sum = many.stream().map(UsageEvent::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(record(many.toArray(UsageEvent[]::new))).hasSize(1000).containsOnly(RECORDED);
        assertThat(record(many.toArray(UsageEvent[]::new))).hasSize(1000).containsOnly(DUPLICATE);
        assertThat(total()).isEqualTo(UsageSummary.of(sum, 1000));
    }

    @Test
    void may_be_none_at_all() {
        assertThat(record()).isEmpty();
        assertThat(record(FULL)).containsExactly(RECORDED);
    }

    @Test
    void is_recorded_once_by_many_at_once() {
        List<UsageEvent> events = IntStream.range(0, 20)
                .mapToObj(i -> Samples.usage("u-" + i, "c-1", "1", at(i)))
                .toList();
        List<UsageEvent> backwards = new ArrayList<>(events);
        Collections.reverse(backwards);

        List<List<UsageOutcome>> outcomes = background.together(
                8, number -> read(unit -> unit.usage().record(number % 2 == 0 ? events : backwards, Samples.START)));

        assertThat(outcomes.stream().flatMap(List::stream)).hasSize(160).doesNotContain(CONFLICT);
        assertThat(outcomes.stream().flatMap(List::stream).filter(RECORDED::equals))
                .hasSize(20);
        assertThat(total()).isEqualTo(UsageSummary.of(new BigDecimal(20), 20));
    }

    @Test
    void waits_for_another_transaction_with_the_same_id() {
        OpenTransaction<List<UsageOutcome>> first = open(unit -> unit.usage().record(List.of(FULL), Samples.START));

        List<UsageOutcome> second =
                behind(first, first::commit, unit -> unit.usage().record(List.of(FULL), Samples.START));
        assertThat(second).containsExactly(DUPLICATE);
        assertThat(first.result()).containsExactly(RECORDED);
    }

    @Test
    void is_new_where_the_other_transaction_was_undone() {
        OpenTransaction<List<UsageOutcome>> first = open(unit -> unit.usage().record(List.of(FULL), Samples.START));

        List<UsageOutcome> second =
                behind(first, first::rollback, unit -> unit.usage().record(List.of(FULL), Samples.START));
        assertThat(second).containsExactly(RECORDED);
        assertThat(total().events()).isEqualTo(1);
    }

    @Test
    void is_kept_and_known_however_old_it_is_as_long_as_nobody_deletes_it() {
        Instant old = Instant.parse("2001-02-03T04:05:06Z");
        UsageEvent event = Samples.usage("old", "c-1", "1", old);
        assertThat(record(event)).containsExactly(RECORDED);

        write(unit -> {
            assertThat(unit.usage().openFrom(old)).isEmpty();
            assertThat(unit.usage().record(List.of(event), at(101))).containsExactly(DUPLICATE);
            assertThat(unit.usage().keptFrom(old)).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> has_its_place_where_the_store_says_it_has() {
        Instant start = fixture.usageStartInclusive();
        Instant end = fixture.usageEndExclusive();
        return Stream.of(
                        Instant.parse("1900-01-01T00:00:00Z"),
                        start.minus(1, ChronoUnit.MICROS),
                        start,
                        Instant.parse("2024-02-29T23:59:59.999999Z"),
                        end.minus(1, ChronoUnit.MICROS),
                        end,
                        Instant.parse("9998-12-31T23:59:59.999999Z"))
                .distinct()
                .filter(at -> !at.isBefore(Instant.parse("1900-01-01T00:00:00Z"))
                        && at.isBefore(Instant.parse("9999-01-01T00:00:00Z")))
                .map(at -> dynamicTest(at.toString(), () -> assertPlace(at, !at.isBefore(start) && at.isBefore(end))));
    }

    private void assertPlace(Instant at, boolean kept) {
        tenant = newTenant();
        writeParties();
        UsageEvent event = Samples.usage("u-2", "c-1", "2", at);
        UsageEvent usual = Samples.usage("u-1", "c-1", "1", DocumentSamples.at(1));
        if (kept) {
            assertThat(record(usual, event)).containsExactly(RECORDED, RECORDED);
            assertThat(record(event)).containsExactly(DUPLICATE);
        } else {
            Throwable thrown = catchThrowable(() -> record(usual, event));
            assertThat(thrown).isInstanceOfSatisfying(BillingException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.EVENT_OUT_OF_RANGE);
                assertThat(e.field()).isEqualTo("events[1].occurredAt");
            });
            assertThat(record(usual)).containsExactly(RECORDED);
        }
    }

    private List<UsageOutcome> record(UsageEvent... events) {
        return read(unit -> unit.usage().record(List.of(events), at(100)));
    }

    /** Everything of {@code c-1} that names {@code s-1} or no subscription. */
    private UsageSummary total() {
        UsageQuery query = UsageQuery.of(
                CustomerId.of("c-1"),
                SubscriptionId.of("s-1"),
                Samples.summing(Samples.TOKENS),
                new BillingPeriod(Samples.START, Samples.START.plus(60, ChronoUnit.DAYS), ZoneOffset.UTC));
        return read(unit -> unit.usage().summaries(List.of(query)))
                .getOrDefault(query, UsageSummary.of(BigDecimal.ZERO, -1));
    }

    private static UsageEvent event(
            String customer,
            String subscription,
            String quantity,
            Instant at,
            String service,
            Map<String, String> properties) {
        return new UsageEvent(
                FULL.id(),
                CustomerId.of(customer),
                SubscriptionId.of(subscription),
                Samples.TOKENS,
                new BigDecimal(quantity),
                at,
                service,
                properties);
    }
}
