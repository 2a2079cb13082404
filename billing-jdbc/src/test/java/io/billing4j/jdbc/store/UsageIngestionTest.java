package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SubscriptionId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.period.BillingPeriod;
import io.billing4j.testkit.Samples;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageOutcome;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How usage is recorded by many at once, and in months that have no place yet. */
class UsageIngestionTest {
    private static final int THREADS = 8;
    private static final Instant START = Instant.parse("2023-11-01T00:00:00Z");

    private final TestDatabase database = TestDatabase.freshDatabase();
    private final HikariDataSource pool = TestBooks.pool(database.application(), THREADS);
    private final TestBooks books =
            TestBooks.open(database, JdbcBillingStore.builder(pool).build());
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void close() {
        threads.shutdownNow();
        pool.close();
    }

    @Nested
    class Many_who_report_at_once {
        @Test
        void record_the_same_batch_once() throws Exception {
            List<UsageEvent> batch = events(0, 500);

            List<List<UsageOutcome>> outcomes = together(i -> record(batch));

            for (int event = 0; event < batch.size(); event++) {
                int at = event;
                assertThat(outcomes.stream().map(outcome -> outcome.get(at)))
                        .as("event %s", event)
                        .containsOnlyOnce(UsageOutcome.RECORDED)
                        .filteredOn(outcome -> outcome == UsageOutcome.DUPLICATE)
                        .hasSize(THREADS - 1);
            }
            assertThat(total()).isEqualTo(sum(batch));
            assertThat(stored()).isEqualTo("500/500");
        }

        @Test
        void do_not_wait_in_a_circle_for_batches_that_overlap_in_any_order() throws Exception {
            List<UsageEvent> all = events(0, 300);

            for (int round = 0; round < 5; round++) {
                int seed = round;
                List<UsageEvent> fresh = events(1_000 * (round + 1), 200);
                together(i -> {
                    List<UsageEvent> own = new ArrayList<>(i % 2 == 0 ? all : fresh);
                    own.addAll(fresh.subList(0, 100));
                    Collections.shuffle(own, new Random(31L * seed + i));
                    return record(own);
                });
            }
            assertThat(stored()).isEqualTo("1300/1300");
            assertThat(books.value("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                    .isEqualTo("0");
        }

        @Test
        void agree_on_one_of_two_contents_of_an_event() throws Exception {
            List<List<UsageOutcome>> outcomes =
                    together(i -> record(List.of(Samples.usage("same", "c-1", Integer.toString(1 + i % 2), START))));

            List<UsageOutcome> all =
                    outcomes.stream().map(outcome -> outcome.get(0)).toList();
            assertThat(all)
                    .containsOnlyOnce(UsageOutcome.RECORDED)
                    .filteredOn(outcome -> outcome == UsageOutcome.DUPLICATE)
                    .hasSize(THREADS / 2 - 1);
            assertThat(stored()).isEqualTo("1/1");
        }

        @Test
        void make_the_months_they_need_once() throws Exception {
            together(i -> record(IntStream.range(0, 12)
                    .mapToObj(month -> Samples.usage(
                            i + "-" + month, "c-1", "1", START.plus(31L * ((month * 5 + i) % 12), ChronoUnit.DAYS)))
                    .toList()));

            assertThat(stored()).isEqualTo("96/96");
            assertThat(partitions()).isEqualTo(12);
        }
    }

    @Nested
    class A_month_that_has_no_place_yet {
        @Test
        void is_made_again_where_the_transaction_that_made_it_was_undone() {
            List<UsageEvent> batch = events(0, 3);
            assertThatThrownBy(() -> books.write(unit -> {
                        assertThat(unit.usage().record(batch, START)).containsOnly(UsageOutcome.RECORDED);
                        throw new IllegalStateException("on purpose");
                    }))
                    .hasMessage("on purpose");
            assertThat(partitions()).isZero();

            assertThat(record(batch)).containsOnly(UsageOutcome.RECORDED);
            assertThat(partitions()).isEqualTo(1);
        }

        @Test
        void is_made_again_where_the_host_undoes_what_made_it() throws SQLException {
            List<UsageEvent> batch = events(0, 3);
            try (Connection host = database.application().getConnection()) {
                host.setAutoCommit(false);
                books.writeOn(books.store().on(host), unit -> unit.usage().record(batch, START));
                host.rollback();
                books.writeOn(books.store().on(host), unit -> unit.usage().record(batch, START));
                host.commit();
            }
            assertThat(record(batch)).containsOnly(UsageOutcome.DUPLICATE);
            assertThat(stored()).isEqualTo("3/3");
        }

        @Test
        void is_made_where_two_batches_of_one_transaction_need_it() {
            books.write(unit -> {
                unit.usage().record(events(0, 3), START);
                unit.usage().record(events(3, 3), START);
            });

            assertThat(stored()).isEqualTo("6/6");
        }

        @Test
        void is_refused_outside_the_years_that_usage_is_kept_for_and_nothing_is_stored() {
            List<UsageEvent> batch = new ArrayList<>(events(0, 2));
            batch.add(Samples.usage("early", "c-1", "1", Instant.parse("1999-12-31T23:59:59.999999Z")));

            assertThat(refusal(ErrorCode.EVENT_OUT_OF_RANGE, () -> record(batch))
                            .field())
                    .isEqualTo("events[2].occurredAt");
            assertThat(stored()).isEqualTo("0/0");
            assertThat(partitions()).isZero();
        }
    }

    private List<UsageOutcome> record(List<UsageEvent> batch) {
        return books.read(unit -> unit.usage().record(batch, START));
    }

    private static List<UsageEvent> events(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i ->
                        Samples.usage("e-" + i, "c-" + (1 + i % 2), "1." + i, START.plus(i % 700, ChronoUnit.HOURS)))
                .toList();
    }

    private UsageSummary total() {
        UsageSummary total = UsageSummary.NONE;
        for (int customer = 1; customer <= 2; customer++) {
            UsageQuery query = UsageQuery.of(
                    Samples.customer("c-" + customer).id(),
                    SubscriptionId.of("s-" + customer),
                    Samples.meter(Samples.TOKENS.value()),
                    new BillingPeriod(START, START.plus(366, ChronoUnit.DAYS), ZoneOffset.UTC));
            UsageSummary own =
                    books.read(unit -> unit.usage().summaries(List.of(query)).getOrDefault(query, UsageSummary.NONE));
            total = UsageSummary.of(total.quantity().add(own.quantity()), total.events() + own.events());
        }
        return total;
    }

    private static UsageSummary sum(List<UsageEvent> events) {
        return UsageSummary.of(
                events.stream().map(UsageEvent::quantity).reduce(BigDecimal.ZERO, BigDecimal::add), events.size());
    }

    /** How many keys and how many events there are. */
    private String stored() {
        return books.value(
                "SELECT (SELECT count(*) FROM billing.usage_key) || '/' || (SELECT count(*) FROM billing.usage_event)");
    }

    private int partitions() {
        return Integer.parseInt(
                books.value("SELECT count(*) FROM pg_inherits WHERE inhparent = 'billing.usage_event'::regclass"));
    }

    private <T> List<T> together(IntFunction<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<T>> started = IntStream.range(0, THREADS)
                .mapToObj(i -> threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return work.apply(i);
                }))
                .toList();
        List<T> results = new ArrayList<>();
        for (Future<T> future : started) {
            results.add(future.get(60, TimeUnit.SECONDS));
        }
        return results;
    }
}
