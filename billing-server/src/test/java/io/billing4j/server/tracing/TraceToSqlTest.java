package io.billing4j.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.engine.Billing4J;
import io.billing4j.grpc.v1.GetMeterRequest;
import io.billing4j.grpc.v1.ListMetersRequest;
import io.billing4j.grpc.v1.MeterServiceGrpc.MeterServiceBlockingStub;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.TestServices;
import io.billing4j.server.demo.DemoBooks;
import io.billing4j.server.demo.DemoJob;
import io.billing4j.server.demo.DemoProgress;
import io.billing4j.server.observe.InvoiceLog;
import io.billing4j.server.observe.Observers;
import io.billing4j.server.security.Tokens;
import io.billing4j.server.transport.BillingServer;
import io.billing4j.tenant.TenantKind;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** One call, from the caller's trace over the engine to the statements. */
@Timeout(120)
class TraceToSqlTest {
    private static final String PARENT = "b7ad6b7169203331";
    private static final String PREVIEW = "billing4j.v1.InvoiceService/PreviewInvoice";

    private static final AtomicInteger TRACES = new AtomicInteger();
    private static final InMemorySpanExporter EXPORTED = InMemorySpanExporter.create();
    private static final Tracing TRACING = Tracing.to(EXPORTED, 0);
    private static final HikariDataSource POOL = TestDatabase.fresh().pool();
    private static final BillingServer SERVER = server();

    /** Of this test alone: spans of a call end after its answer, and so maybe in the next test. */
    private final String trace = String.format(Locale.ROOT, "0af7651916cd43dd8448eb21%08x", TRACES.incrementAndGet());

    private final String traceparent = "00-" + trace + "-" + PARENT + "-01";

    private final Logger logger = (Logger) LoggerFactory.getLogger(InvoiceLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            // Else the fields of its thread would be looked up when somebody asks for them.
            line.prepareForDeferredProcessing();
            super.append(line);
        }
    };

    private static BillingServer server() {
        JdbcBillingStore store = JdbcBillingStore.builder(POOL)
                .statements(new StatementSpans(TRACING.tracer()))
                .applicationName(CallTrace::applicationName)
                .build();
        Billing4J billing = Billing4J.builder(store)
                .observer(Observers.of(new InvoiceLog(), new EngineSpans(TRACING.tracer())))
                .build();
        new DemoJob(billing, DemoBooks.standard()).run(DemoProgress.NONE);
        return BillingServer.builder(Tokens.access())
                .services(TestServices.of(billing))
                .tracer(TRACING.tracer())
                .grace(Duration.ofMillis(100))
                .port(0)
                .build();
    }

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        POOL.close();
        TRACING.close();
    }

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
    void is_one_trace_with_the_document_and_each_statement_below_the_call() throws Exception {
        assertThat(preview(traceparent).statusCode()).isEqualTo(200);

        List<SpanData> spans = spans(PREVIEW);
        SpanData call = named(spans, PREVIEW);
        assertThat(spans).extracting(SpanData::getTraceId).containsOnly(trace);
        assertThat(call.getParentSpanId()).isEqualTo(PARENT);
        assertThat(call.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(attributes(call))
                .containsEntry("rpc.service", "billing4j.v1.InvoiceService")
                .containsEntry("rpc.method", "PreviewInvoice")
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.response.status_code", "200")
                .containsEntry("billing.tenant_id", "demo")
                .containsEntry("billing.correlation_id", "order-4711");
        assertThat(spans)
                .filteredOn(span -> span != call)
                .extracting(SpanData::getParentSpanId)
                .containsOnly(call.getSpanId());
        assertThat(spans)
                .extracting(SpanData::getName)
                .contains("begin transaction", "select subscriptions", "select customers", "commit transaction");
        assertThat(attributes(named(spans, "select subscriptions")))
                .containsEntry("db.system.name", "postgresql")
                .containsEntry("db.operation.name", "select");
    }

    @Test
    void is_told_in_every_line_of_the_log() throws Exception {
        preview(traceparent);

        assertThat(lines.list)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                        .containsEntry("correlation_id", "order-4711")
                        .containsEntry("tenant_id", "demo")
                        .containsEntry("trace_id", trace));
        assertThat(lines.list)
                .flatExtracting(ILoggingEvent::getKeyValuePairs)
                .extracting(pair -> pair.key)
                .as("what all lines have is not there twice")
                .doesNotContain("correlation_id", "tenant_id");
    }

    @Test
    void of_grpc_has_its_status() {
        MeterServiceBlockingStub meters = stub();
        meters.listMeters(ListMetersRequest.getDefaultInstance());
        assertThat(attributes(
                        named(spans("billing4j.v1.MeterService/ListMeters"), "billing4j.v1.MeterService/ListMeters")))
                .containsEntry("rpc.system", "grpc")
                .containsEntry("rpc.grpc.status_code", "0");

        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> meters.getMeter(
                        GetMeterRequest.newBuilder().setMeterId("none").build()));
        SpanData refused = named(spans("billing4j.v1.MeterService/GetMeter"), "billing4j.v1.MeterService/GetMeter");
        // NOT_FOUND is the caller's doing, and no error of the server
        assertThat(attributes(refused)).containsEntry("rpc.grpc.status_code", "5");
        assertThat(refused.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void that_the_caller_names_badly_is_no_trace_of_its_own_and_no_fault() throws Exception {
        List<String> bad = List.of(
                "",
                "00-0-0-01",
                "zz-" + trace + "-" + PARENT + "-01",
                "00-" + "0".repeat(32) + "-" + PARENT + "-01",
                "x".repeat(2_000));
        for (String header : bad) {
            assertThat(preview(header).statusCode()).as(header).isEqualTo(200);
        }
        preview(traceparent);
        spans(PREVIEW);

        // others by the share, which is none
        assertThat(EXPORTED.getFinishedSpanItems())
                .extracting(SpanData::getTraceId)
                .allMatch(id -> id.startsWith(trace.substring(0, 24)));
    }

    @Test
    void that_is_not_let_in_is_traced_without_a_tenant() throws Exception {
        HttpResponse<String> refused = HttpClient.newHttpClient()
                .send(
                        request(traceparent)
                                .setHeader("Authorization", "Bearer nothing")
                                .build(),
                        BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(attributes(named(spans(PREVIEW), PREVIEW)))
                .containsEntry("http.response.status_code", "401")
                .doesNotContainKey("billing.tenant_id");
    }

    private static HttpResponse<String> preview(String traceparent) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request(traceparent).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String header) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + SERVER.address().getPort() + "/api/billing/invoices:preview"))
                .header("Authorization", Tokens.bearer("demo", TenantKind.SANDBOX))
                .header("X-Correlation-Id", "order-4711")
                .header("Content-Type", "application/json")
                .header("traceparent", header)
                .POST(BodyPublishers.ofString("{\"subscriptionId\": \"conv-00\"}"));
    }

    private MeterServiceBlockingStub stub() {
        return GrpcClients.builder("gproto+http://127.0.0.1:" + SERVER.address().getPort())
                .setHeader("authorization", Tokens.bearer("demo", TenantKind.SANDBOX))
                .setHeader("traceparent", traceparent)
                .build(MeterServiceBlockingStub.class);
    }

    /** Those that have ended, that of the call among them, which ends after its answer. */
    private List<SpanData> spans(String call) {
        while (true) {
            TRACING.flush();
            List<SpanData> spans = EXPORTED.getFinishedSpanItems().stream()
                    .filter(span -> span.getTraceId().equals(trace))
                    .toList();
            if (spans.stream().anyMatch(span -> span.getName().equals(call))) {
                return spans;
            }
            Thread.onSpinWait();
        }
    }

    private static SpanData named(List<SpanData> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> attributes(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().getKey(),
                        entry -> entry.getValue().toString()));
    }
}
