package io.billing4j.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.ChunkFailure;
import io.billing4j.engine.ChunkFailure.Items;
import io.billing4j.error.ErrorCategory;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.RunId;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.billing4j.server.api.TestServices;
import io.billing4j.server.demo.DemoBooks;
import io.billing4j.server.demo.DemoJob;
import io.billing4j.server.demo.DemoProgress;
import io.billing4j.server.security.Tokens;
import io.billing4j.server.transport.BillingServer;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.TenantKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class InvoiceLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(InvoiceLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            // Else the fields of its thread would be looked up when somebody asks for them.
            line.prepareForDeferredProcessing();
            super.append(line);
        }
    };
    private final InvoiceLog log = new InvoiceLog();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void it_says_which_invoice_is_generated_before_the_work_and_its_number_after() {
        log.invoiceStarted(Observed.started());
        log.invoiceSucceeded(Observed.finished("INV-202312-00021", Duration.ofMillis(3)));

        assertThat(lines.list)
                .extracting(ILoggingEvent::getMessage)
                .containsExactly("generating invoice", "invoice generated");
        assertThat(fields(0))
                .isEqualTo(Map.of(
                        "tenant_id", "demo",
                        "subscription_id", "conv-00",
                        "period_start", "2023-12-01T00:00:00Z",
                        "period_end", "2024-01-01T00:00:00Z",
                        "billing_sequence", 2));
        assertThat(fields(1))
                .containsAllEntriesOf(fields(0))
                .containsEntry("invoice_number", "INV-202312-00021")
                .containsEntry("duration_us", 3_000L)
                .hasSize(7);
    }

    @Test
    void a_failure_is_as_loud_as_it_concerns_the_operator() {
        for (ErrorCategory category : ErrorCategory.values()) {
            log.invoiceFailed(Observed.started(), category);
            int last = lines.list.size() - 1;
            assertThat(fields(last)).containsEntry("error_category", category.name());
            assertThat(lines.list.get(last).getLevel())
                    .as("level of %s", category)
                    .isEqualTo(
                            switch (category) {
                                case INVALID, NOT_FOUND, CONFLICT, PRECONDITION -> Level.INFO;
                                case UNAVAILABLE -> Level.WARN;
                                case INTERNAL -> Level.ERROR;
                            });
        }
    }

    @Test
    void a_run_is_followed_by_its_counts() {
        log.runProgressed(TenantId.of("demo"), run());

        assertThat(fields(0))
                .containsEntry("run_id", "00000000-0000-0001-0000-000000000002")
                .containsEntry("cut_off", "2023-12-01T00:00:00Z")
                .containsEntry("customers_total", 60L)
                .containsEntry("customers_done", 40L)
                .containsEntry("invoices", 38L)
                .containsEntry("skipped", 1L)
                .containsEntry("failed", 1L);
    }

    @Test
    void a_chunk_that_fails_is_a_warning_with_code_and_message() {
        BillingRun run = run();
        RuntimeException known = ErrorCode.NUMBER_TOO_LONG.because("expected at most 9 digits");
        log.chunkFailed(new ChunkFailure(TenantId.of("demo"), run, Items.DRAFTS, 500, known));
        log.chunkFailed(
                new ChunkFailure(TenantId.of("demo"), run, Items.CUSTOMERS, 2, new IllegalStateException("broken")));

        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.WARN);
        assertThat(fields(0))
                .containsEntry("tenant_id", "demo")
                .containsEntry("run_id", "00000000-0000-0001-0000-000000000002")
                .containsEntry("cut_off", "2023-12-01T00:00:00Z")
                .containsEntry("items", "DRAFTS")
                .containsEntry("size", 500)
                .containsEntry("error_code", "NUMBER_TOO_LONG")
                .containsEntry("error_message", "expected at most 9 digits");
        assertThat(lines.list.get(0).getThrowableProxy()).isNull();
        assertThat(fields(1))
                .containsEntry("items", "CUSTOMERS")
                .containsEntry("error_code", "INTERNAL")
                .containsEntry("error_message", "unexpected IllegalStateException");
        assertThat(lines.list.get(1).getThrowableProxy().getMessage()).isEqualTo("broken");
    }

    @Test
    void the_lines_of_a_request_carry_its_correlation_id() throws Exception {
        Billing4J billing =
                Billing4J.builder(new InMemoryBillingStore()).observer(log).build();
        new DemoJob(billing, DemoBooks.standard()).run(DemoProgress.NONE);
        lines.list.clear();
        try (BillingServer server = BillingServer.builder(Tokens.access())
                .services(TestServices.of(billing))
                .grace(Duration.ofMillis(100))
                .port(0)
                .build()) {
            server.start();
            HttpRequest preview = HttpRequest.newBuilder(URI.create(
                            "http://127.0.0.1:" + server.address().getPort() + "/api/billing/invoices:preview"))
                    .header("Authorization", Tokens.bearer("demo", TenantKind.SANDBOX))
                    .header("X-Correlation-Id", "order-4711")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"subscriptionId\": \"conv-00\"}"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(preview, BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }

        assertThat(lines.list.get(0).getMessage()).isEqualTo("generating invoice");
        assertThat(lines.list.get(0).getMDCPropertyMap())
                .containsEntry("correlation_id", "order-4711")
                .containsEntry("tenant_id", "demo");
        assertThat(fields(0)).containsEntry("subscription_id", "conv-00").containsEntry("billing_sequence", 3);
    }

    private static BillingRun run() {
        return new BillingRun(
                RunId.of(new UUID(1, 2)),
                Instant.parse("2023-12-01T00:00:00Z"),
                Observed.ISSUED,
                RunStatus.RUNNING,
                new RunProgress(60, 40, 38, 1, 1),
                Instant.parse("2023-12-02T00:00:00Z"),
                null);
    }

    private Map<String, Object> fields(int line) {
        Map<String, Object> fields = new TreeMap<>();
        lines.list.get(line).getKeyValuePairs().forEach(pair -> fields.put(pair.key, pair.value));
        return fields;
    }
}
