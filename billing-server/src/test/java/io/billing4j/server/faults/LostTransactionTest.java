package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.CreditNoteRequest;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.Invoice;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions of runs and of ingestion lose to others, as PostgreSQL lets them lose, and are carried out all the same. */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class LostTransactionTest {
    private final FaultDatabase books;

    LostTransactionTest(FaultServer server) {
        this.books = server.books();
    }

    @Nested
    class A_run {
        /** A month for each statement that a run sends; that of month n, from 0, loses at the one after the n-th. */
        @Test
        void is_carried_out_whichever_statement_loses() {
            AtomicReference<Losing> watch = new AtomicReference<>(Losing.atStatement(1));
            ThisJvm later = beta(moment -> watch.get().reached(moment)).at(Instant.parse("2046-01-01T00:00:00Z"));
            int months = later.with(engine -> {
                int month = 0;
                do {
                    watch.set(Losing.atStatement(month + 1));
                    BillingRun run = engine.runs().run(LocalDate.of(2026, 2, 1).plusMonths(month));
                    assertThat(run.status())
                            .as("losing statement %d", month + 1)
                            .isEqualTo(RunStatus.COMPLETED);
                    month++;
                } while (watch.get().lost() > 0);
                return month;
            });

            assertThat(months).as("statements of a run").isBetween(20, 200);
            BooksCheck.assertSound(books, FaultBooks.BETA);
            // After the first month, one of each flat and metered customer.
            assertThat(books.number("SELECT count(*) FROM invoice"))
                    .isEqualTo(FaultBooks.DOCUMENTS_OF_BETA + 20L * (months - 1));
        }

        @ParameterizedTest
        @EnumSource(names = {"AFTER_CLAIM", "AFTER_AUDIT", "HOLDING_THE_SERIES", "BEFORE_COMMIT"})
        void is_carried_out_if_it_loses_twice_in_a_row(Failpoint point) {
            Losing losing = Losing.at(point, 2);
            beta(losing).run();

            assertThat(losing.lost()).isEqualTo(2);
            assertBilledOnce();
        }

        @Test
        void that_loses_three_times_in_a_row_can_be_asked_for_again() {
            Losing losing = Losing.at(Failpoint.BEFORE_COMMIT, 3);
            BillingException refusal = catchThrowableOfType(
                    BillingException.class, () -> beta(losing).run());

            assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_CONTENTION);
            assertThat(refusal.retryable()).isTrue();
            assertThat(losing.lost()).isEqualTo(3);
            beta(moment -> {}).run();
            assertBilledOnce();
        }

        /** The other one holds the number series and wants a customer of the chunk; the chunk is about to want the series. */
        @Test
        void is_carried_out_if_it_ends_a_deadlock() throws Exception {
            beta(moment -> {}).run();
            Instant march = Instant.parse("2026-03-01T00:00:00Z");
            try (Rival rival = new Rival("SELECT FROM billing.number_series WHERE tenant_id = 'beta' FOR UPDATE")) {
                Watch watch = rival.wanting(
                        "SELECT FROM billing.customer WHERE tenant_id = 'beta' AND customer_id = 'c0000' FOR UPDATE",
                        moment -> moment.kind() == Moment.Kind.BEFORE_STATEMENT
                                && moment.sql().locks("number_series"));
                beta(watch).at(march).with(engine -> engine.runs().run(march));
                rival.assertWon();
            }
            BooksCheck.assertSound(books, FaultBooks.BETA);
        }

        private ThisJvm beta(Watch watch) {
            return ThisJvm.on(books).of(FaultBooks.BETA).watchedBy(watch);
        }

        private void assertBilledOnce() {
            BooksCheck.assertSound(books, FaultBooks.BETA);
            assertThat(books.number("SELECT count(*) FROM invoice")).isEqualTo(FaultBooks.DOCUMENTS_OF_BETA);
        }
    }

    @Nested
    class A_batch_of_usage {
        @Test
        void is_recorded_whichever_statement_loses() {
            AtomicReference<Losing> watch = new AtomicReference<>(Losing.atStatement(0));
            int batches = ThisJvm.on(books)
                    .watchedBy(moment -> watch.get().reached(moment))
                    .with(engine -> {
                        int batch = 0;
                        do {
                            watch.set(Losing.atStatement(batch + 1));
                            assertThat(engine.usage().record(FaultUsage.batch(batch)))
                                    .as("losing statement %d", batch + 1)
                                    .isEqualTo(new UsageReceipt(FaultUsage.SIZE, 0));
                            batch++;
                        } while (watch.get().lost() > 0);
                        return batch;
                    });

            assertThat(batches).as("statements of a batch").isBetween(8, 50);
            FaultUsage.assertOnce(books, batches);
        }

        /** The other one holds a rollup and wants a customer of the batch; the batch is about to want the rollup. */
        @Test
        void is_recorded_if_it_ends_a_deadlock() throws Exception {
            record(moment -> {}, 0);
            try (Rival rival = new Rival("SELECT FROM billing.usage_rollup WHERE customer_id = 'c0001' FOR UPDATE")) {
                Watch watch = rival.wanting(
                        "SELECT FROM billing.customer WHERE customer_id = 'c0001' FOR UPDATE",
                        moment -> moment.kind() == Moment.Kind.BEFORE_STATEMENT
                                && moment.sql().inserts("usage_rollup"));
                assertThat(record(watch, 1)).isEqualTo(new UsageReceipt(FaultUsage.SIZE, 0));
                rival.assertWon();
            }
            FaultUsage.assertOnce(books, 2);
        }

        private UsageReceipt record(Watch watch, int batch) {
            return ThisJvm.on(books)
                    .watchedBy(watch)
                    .with(engine -> engine.usage().record(FaultUsage.batch(batch)));
        }
    }

    @Nested
    class A_credit_note {
        /** A note for each statement that issuing one sends, of 0.10 each; it is void again, whichever statement loses of that. */
        @Test
        void is_issued_once_and_void_once_whichever_statement_loses() {
            ThisJvm.on(books).of(FaultBooks.BETA).run();
            AtomicReference<Losing> watch = new AtomicReference<>(Losing.atStatement(Integer.MAX_VALUE));
            int notes = ThisJvm.on(books)
                    .of(FaultBooks.BETA)
                    .watchedBy(moment -> watch.get().reached(moment))
                    .with(engine -> {
                        InvoiceId invoice = engine.listInvoices(CustomerId.of("c0000"), Page.first(1))
                                .get(0)
                                .id();
                        CreditNoteRequest request = CreditNoteRequest.of(
                                invoice, CreditAmount.of(Money.parse("EUR 0.10")), CreditReason.OTHER);
                        // The first note of a tenant changes the settings as well.
                        return issuedAndVoid(engine, request, watch);
                    });

            assertThat(notes).as("statements of a note").isBetween(15, 60);
            assertThat(books.number("SELECT count(*) FROM invoice WHERE document_type = 'CREDIT_NOTE'"
                            + " AND status = 'VOIDED'"))
                    .isEqualTo(notes);
            assertThat(BooksCheck.violations(books, FaultBooks.BETA))
                    .doesNotContainKeys(
                            BooksLaw.EACH_LINE_STANDS_ON_A_DOCUMENT,
                            BooksLaw.DOCUMENTS_HAVE_ALL_THEIR_LINES,
                            BooksLaw.NUMBERS_HAVE_NO_GAP,
                            BooksLaw.NO_NUMBER_IS_THERE_TWICE,
                            BooksLaw.COUNTERS_STAND_AT_THE_LAST_NUMBER);
            // Issued and void: each once in the outbox.
            assertThat(books.number("SELECT count(*) FROM outbox WHERE type LIKE 'evt.billing.credit_note.%'"))
                    .isEqualTo(2L * notes);
        }

        private int issuedAndVoid(BillingEngine engine, CreditNoteRequest request, AtomicReference<Losing> watch) {
            int note = 0;
            int lost;
            do {
                watch.set(Losing.atStatement(note + 1));
                InvoiceId id = engine.creditNotes().issue(request).id();
                lost = watch.get().lost();
                assertThat(engine.creditNotes().of(request.invoice()))
                        .as("losing statement %d", note + 1)
                        .extracting(Invoice::id)
                        .containsExactly(id);
                watch.set(Losing.atStatement(note + 1));
                engine.creditNotes().voidNote(id);
                lost += watch.get().lost();
                watch.set(Losing.atStatement(Integer.MAX_VALUE));
                assertThat(engine.creditNotes().of(request.invoice())).isEmpty();
                assertThat(engine.balances().check(Page.first(Page.MAX_SIZE)).differences())
                        .isEmpty();
                note++;
            } while (lost > 0);
            return note;
        }
    }

    /** Another transaction, which takes its locks in the wrong order. */
    private final class Rival implements AutoCloseable {
        private final Connection connection;
        private final AtomicBoolean asked = new AtomicBoolean();
        private CompletableFuture<Boolean> won = new CompletableFuture<>();

        /** Takes its first lock. */
        Rival(String first) throws SQLException {
            try (Connection administrator = books.superuser().getConnection();
                    Statement statement = administrator.createStatement()) {
                // Whoever has waited so long looks for a deadlock, and gives way if there is one.
                statement.execute("ALTER DATABASE " + books.name() + " SET deadlock_timeout = '50ms'");
            }
            connection = books.superuser().getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET application_name = 'rival'; SET deadlock_timeout = '1h'; " + first);
            }
        }

        /** Wants its second lock the first time that the moment comes; the other one goes on when it waits for that. */
        Watch wanting(String second, Predicate<Moment> when) {
            return moment -> {
                if (when.test(moment) && asked.compareAndSet(false, true)) {
                    won = CompletableFuture.supplyAsync(() -> lock(second), command -> new Thread(command).start());
                    Await.until("the rival waits", () -> books.waiting("rival") == 1);
                }
            };
        }

        void assertWon() {
            assertThat(won).as("the rival has what it wanted").isCompletedWithValue(true);
        }

        private boolean lock(String second) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(second);
                connection.commit();
                return true;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
