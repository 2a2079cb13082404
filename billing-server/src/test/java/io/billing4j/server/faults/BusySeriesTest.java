package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.tenant.BillingClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host finalises a document in its transaction and goes on with something else, while others need numbers. */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class BusySeriesTest {
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    private final FaultServer server;
    private final FaultDatabase books;

    BusySeriesTest(FaultServer server) {
        this.server = server;
        this.books = server.books();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keeps_others_waiting_and_leaves_no_gap(boolean hostCommits) throws SQLException {
        try (HikariDataSource pool = books.pool("host");
                Connection host = pool.getConnection()) {
            host.setAutoCommit(false);
            JdbcBillingStore store = JdbcBillingStore.builder(pool)
                    .numberingTimeout(Duration.ofMillis(100))
                    .build();
            Billing4J billing = Billing4J.builder(store)
                    .clock(BillingClock.of(
                            Clock.fixed(FaultBooks.CUT_OFF.plus(Duration.ofMinutes(10)), ZoneOffset.UTC)))
                    .build();
            assertThat(finalized(billing.on(store.on(host)).forTenant(FaultBooks.ALPHA), "c0000"))
                    .extracting(InvoiceNumber::sequence)
                    .isEqualTo(1L);

            BillingException refusal = catchThrowableOfType(
                    BillingException.class, () -> finalized(billing.forTenant(FaultBooks.ALPHA), "c0003"));
            assertThat(refusal.code()).isEqualTo(ErrorCode.NUMBERING_BUSY);
            assertThat(refusal.retryable()).isTrue();
            // What others do without numbers goes on, and so do the tenant next door and its numbers.
            ThisJvm.on(books).with(engine -> engine.usage().record(FaultUsage.batch(0)));
            ThisJvm.on(books).of(FaultBooks.BETA).run();

            Worker worker = server.worker()
                    .begin(Order.run(books).patientFor(Duration.ofMillis(100)).untilDone());
            worker.awaitRefusal(ErrorCode.NUMBERING_BUSY);
            assertThat(books.number(
                            "SELECT count(*) FROM invoice WHERE tenant_id = 'alpha' AND sequence_value IS NOT NULL"))
                    .isZero();
            if (hostCommits) {
                host.commit();
            } else {
                host.rollback();
            }
            assertThat(worker.awaitDone()).contains("RAN COMPLETED");
        }

        // A draft of c0003 was made by the call that was refused its number, in a transaction of its own.
        assertThat(books.number("SELECT count(*) FROM invoice WHERE tenant_id = 'alpha' AND status = 'DRAFT'"))
                .isEqualTo(1);
        ThisJvm.on(books)
                .with(engine -> engine.finalizeInvoice(drafted(engine, "c0003").id()));
        BooksCheck.assertSound(books, FaultBooks.ALPHA);
        BooksCheck.assertSound(books, FaultBooks.BETA);
        assertThat(books.number("SELECT max(sequence_value) FROM invoice WHERE tenant_id = 'alpha'"))
                .isEqualTo(FaultBooks.DOCUMENTS);
    }

    /** Makes the first document of a flat customer, and gives it its number. */
    private static InvoiceNumber finalized(BillingEngine engine, String subscription) {
        Invoice draft = engine.generateInvoice(
                        InvoiceGenerationRequest.of(SubscriptionId.of(subscription), FaultBooks.CUT_OFF, MARCH))
                .invoice()
                .orElseThrow();
        return engine.finalizeInvoice(draft.id()).number().orElseThrow();
    }

    private static Invoice drafted(BillingEngine engine, String customer) {
        List<Invoice> invoices =
                engine.listInvoices(io.billing4j.id.CustomerId.of(customer), io.billing4j.store.Page.first(10));
        return invoices.stream()
                .filter(invoice -> invoice.number().isEmpty())
                .findFirst()
                .orElseThrow();
    }
}
