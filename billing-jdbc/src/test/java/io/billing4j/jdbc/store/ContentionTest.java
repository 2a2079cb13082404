package io.billing4j.jdbc.store;

import static io.billing4j.jdbc.store.TestBooks.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.customer.Customer;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.NumberSeries;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.testkit.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the store does when others were first. */
class ContentionTest {
    private static final CustomerId C1 = CustomerId.of("c-1");
    private static final CustomerId C2 = CustomerId.of("c-2");

    private final TestBooks books = TestBooks.open();
    private final AtomicInteger runs = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Nested
    class Work_that_loses {
        @Test
        void is_run_again() {
            loseFirst(2);
            books.write(counted(unit -> unit.customers().insert(Samples.customer("c-9"))));

            assertThat(runs).hasValue(3);
            assertThat(books.<List<Customer>>read(unit -> unit.customers().list(Page.first(10))))
                    .hasSize(3);
        }

        @Test
        void is_given_up_after_three_times() {
            loseFirst(3);
            BillingException refusal = refusal(
                    ErrorCode.STORE_CONTENTION,
                    () -> books.write(counted(unit -> unit.customers().insert(Samples.customer("c-9")))));

            assertThat(refusal.retryable()).isTrue();
            assertThat(runs).hasValue(3);
            books.write(counted(unit -> unit.customers().insert(Samples.customer("c-9"))));
        }

        @Test
        void is_run_again_also_where_it_swallows_that_it_lost() {
            loseFirst(1);
            books.write(counted(unit -> {
                try {
                    unit.customers().insert(Samples.customer("c-9"));
                } catch (BillingException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.STORE_CONTENTION);
                }
            }));

            assertThat(runs).hasValue(2);
        }

        @Test
        void is_not_run_again_for_what_it_throws_itself() {
            BillingException own = ErrorCode.STORE_CONTENTION.because("its own");

            assertThat(refusal(
                            ErrorCode.STORE_CONTENTION,
                            () -> books.write(counted(unit -> {
                                throw own;
                            }))))
                    .isSameAs(own);
            assertThat(runs).hasValue(1);
        }

        @Test
        void to_a_deadlock_is_run_again_until_both_have_done_theirs() throws Exception {
            books.administer("ALTER DATABASE " + books.database().name() + " SET deadlock_timeout = '20ms'");
            CyclicBarrier bothHoldOne = new CyclicBarrier(2);

            Future<?> one = threads.submit(() -> books.write(lockingBoth(C1, C2, bothHoldOne)));
            Future<?> two = threads.submit(() -> books.write(lockingBoth(C2, C1, bothHoldOne)));
            one.get(30, TimeUnit.SECONDS);
            two.get(30, TimeUnit.SECONDS);

            assertThat(runs).hasValue(3);
        }

        private Consumer<UnitOfWork> lockingBoth(CustomerId first, CustomerId second, CyclicBarrier bothHoldOne) {
            return counted(unit -> {
                unit.customers().lock(Set.of(first), CustomerLock.EXCLUSIVE);
                if (runs.get() <= 2) {
                    await(bothHoldOne);
                }
                unit.customers().lock(Set.of(second), CustomerLock.EXCLUSIVE);
            });
        }
    }

    @Nested
    class A_lock_that_somebody_holds {
        private final JdbcBillingStore hasty = JdbcBillingStore.builder(
                        books.database().application())
                .lockTimeout(Duration.ofMillis(40))
                .numberingTimeout(Duration.ofMillis(20))
                .build();

        @Test
        void on_a_customer_is_contention_once_it_was_waited_for() throws SQLException {
            try (Connection host = transaction()) {
                books.writeOn(
                        books.store().on(host), unit -> unit.customers().lock(Set.of(C1), CustomerLock.EXCLUSIVE));

                BillingException refusal = refusal(
                        ErrorCode.STORE_CONTENTION,
                        () -> books.writeOn(
                                hasty, counted(unit -> unit.customers().lock(Set.of(C1), CustomerLock.EXCLUSIVE))));
                assertThat(refusal.retryable()).isTrue();
                assertThat(runs).as("a lock is waited for once").hasValue(1);
            }
        }

        @Test
        void on_a_number_series_keeps_the_numbering_busy() throws SQLException {
            books.write(unit -> lockSeries(unit));
            try (Connection host = transaction()) {
                books.writeOn(books.store().on(host), unit -> lockSeries(unit));

                assertThat(refusal(ErrorCode.NUMBERING_BUSY, () -> books.writeOn(hasty, unit -> lockSeries(unit)))
                                .retryable())
                        .isTrue();
            }
            books.writeOn(hasty, unit -> lockSeries(unit));
        }

        @Test
        void on_a_number_series_that_was_never_used_keeps_the_numbering_busy() throws SQLException {
            try (Connection host = transaction()) {
                books.writeOn(books.store().on(host), unit -> lockSeries(unit));

                refusal(ErrorCode.NUMBERING_BUSY, () -> books.writeOn(hasty, unit -> lockSeries(unit)));
            }
            books.writeOn(hasty, unit -> lockSeries(unit));
        }

        @Test
        void on_a_number_series_leaves_the_hosts_transaction_usable() throws SQLException {
            try (Connection holder = transaction();
                    Connection host = transaction()) {
                books.writeOn(books.store().on(holder), unit -> lockSeries(unit));
                books.writeOn(hasty.on(host), unit -> unit.customers().insert(Samples.customer("c-9")));
                refusal(ErrorCode.NUMBERING_BUSY, () -> books.writeOn(hasty.on(host), unit -> lockSeries(unit)));
                host.commit();
            }
            assertThat(books.<Boolean>read(
                            unit -> unit.customers().find(CustomerId.of("c-9")).isPresent()))
                    .isTrue();
        }
    }

    @Nested
    class First_users_of_a_number_series {
        @Test
        void take_numbers_without_gap_or_duplicate() throws Exception {
            CyclicBarrier together = new CyclicBarrier(8);
            List<Future<Long>> taken = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        await(together);
                        return books.<Long>read(
                                unit -> unit.numbers().take(lockSeries(unit), "202311", LocalDate.of(2023, 11, 1), 2));
                    }))
                    .toList();
            List<Long> firsts = new ArrayList<>();
            for (Future<Long> first : taken) {
                firsts.add(first.get(30, TimeUnit.SECONDS));
            }
            assertThat(firsts).containsExactlyInAnyOrder(1L, 3L, 5L, 7L, 9L, 11L, 13L, 15L);
        }
    }

    private static NumberSeries lockSeries(UnitOfWork unit) {
        return unit.numbers().lock(DocumentType.INVOICE, Customer.MAIN_ENTITY);
    }

    private Connection transaction() throws SQLException {
        Connection connection = books.database().application().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private Consumer<UnitOfWork> counted(Consumer<UnitOfWork> work) {
        return unit -> {
            runs.incrementAndGet();
            work.accept(unit);
        };
    }

    /** Lets that many inserts of customers fail as a transaction does that another has overtaken. */
    private void loseFirst(int times) {
        books.administer(
                "CREATE SEQUENCE public.attempts",
                "GRANT USAGE ON SEQUENCE public.attempts TO PUBLIC",
                "CREATE FUNCTION public.lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('public.attempts') <= "
                        + times + " THEN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER lose BEFORE INSERT ON billing.customer FOR EACH ROW EXECUTE FUNCTION public.lose()");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("nobody came", e);
        }
    }
}
