package io.billing4j.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.RunId;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineSpansTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final TenantId OTHER = TenantId.of("other");
    private static final Instant CUT_OFF = Instant.parse("2026-02-01T00:00:00Z");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("billing.run_status");
    private static final AttributeKey<Long> DOCUMENTS = AttributeKey.longKey("billing.documents");

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build();
    private final EngineSpans spans = new EngineSpans(tracing.get("test"));

    @AfterEach
    void close() {
        tracing.close();
    }

    @Test
    void a_run_has_one_from_its_beginning_to_its_end() {
        spans.runProgressed(ACME, run(RunStatus.RUNNING, new RunProgress(1_000, 0, 0, 0, 0)));
        spans.runProgressed(ACME, run(RunStatus.RUNNING, new RunProgress(1_000, 500, 500, 0, 0)));
        assertThat(ended()).isEmpty();
        spans.runProgressed(ACME, run(RunStatus.COMPLETED, new RunProgress(1_000, 1_000, 1_000, 0, 0)));

        assertThat(ended()).singleElement().satisfies(span -> {
            assertThat(span.getAttributes().get(STATUS)).isEqualTo("COMPLETED");
            assertThat(span.getAttributes().get(DOCUMENTS)).isEqualTo(1_000);
        });
    }

    /** Two calls: the second tells of its last chunk late, and then ends what was ended. */
    @Test
    void a_run_of_two_calls_has_one() {
        spans.runProgressed(ACME, run(RunStatus.RUNNING, new RunProgress(1_000, 0, 0, 0, 0)));
        spans.runProgressed(ACME, run(RunStatus.RUNNING, new RunProgress(1_000, 0, 0, 0, 0)));
        spans.runProgressed(ACME, run(RunStatus.COMPLETED, new RunProgress(1_000, 1_000, 1_000, 0, 0)));
        spans.runProgressed(ACME, run(RunStatus.RUNNING, new RunProgress(1_000, 1_000, 1_000, 0, 0)));
        spans.runProgressed(ACME, run(RunStatus.COMPLETED, new RunProgress(1_000, 1_000, 1_000, 0, 0)));

        assertThat(ended()).hasSize(1);
    }

    @Test
    void a_run_that_is_left_has_one_and_one_that_was_not_open_has_none() {
        spans.runProgressed(ACME, run(RunStatus.RUNNING, RunProgress.NONE));
        spans.runLeft(OTHER, run(RunStatus.RUNNING, RunProgress.NONE));
        spans.runLeft(ACME, run(RunStatus.RUNNING, RunProgress.NONE));
        spans.runLeft(ACME, run(RunStatus.RUNNING, RunProgress.NONE));

        assertThat(ended())
                .singleElement()
                .satisfies(span -> assertThat(span.getAttributes().get(STATUS)).isEqualTo("LEFT"));
    }

    private List<SpanData> ended() {
        return exported.getFinishedSpanItems();
    }

    private static BillingRun run(RunStatus status, RunProgress progress) {
        return new BillingRun(
                RunId.of(new UUID(0, 1)), CUT_OFF, LocalDate.of(2026, 2, 1), status, progress, CUT_OFF, null);
    }
}
