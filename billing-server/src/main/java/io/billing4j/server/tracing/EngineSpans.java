package io.billing4j.server.tracing;

import io.billing4j.engine.ChunkFailure;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.InvoiceObservation;
import io.billing4j.engine.ObservedRuns;
import io.billing4j.engine.TaxObservation;
import io.billing4j.error.ErrorCategory;
import io.billing4j.id.RunId;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Spans of what the engine tells once it is done: documents, billing runs, questions to a tax service. In a run a document's is
 * its share of the time of those that were written together. A run that nobody asked this node for has a trace of its own.
 */
public final class EngineSpans implements EngineObserver {
    private static final String TENANT = "billing.tenant_id";
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<Long> SIZE = AttributeKey.longKey("billing.chunk_size");

    private final Tracer tracer;
    private final ReentrantLock lock = new ReentrantLock();
    private final ObservedRuns runs = new ObservedRuns();

    /** When those that are open were begun. */
    private final Map<Run, Instant> begunAt = new HashMap<>();

    private record Run(TenantId tenant, RunId id) {}

    /** Makes them by this. */
    public EngineSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void invoiceSucceeded(InvoiceObservation observation) {
        document(observation, null);
    }

    @Override
    public void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {
        document(observation, category);
    }

    @Override
    public void runProgressed(TenantId tenant, BillingRun run) {
        Instant now = SystemSource.clock().instant();
        Run key = new Run(tenant, run.id());
        Instant since = null;
        lock.lock();
        try {
            switch (runs.progressed(tenant, run)) {
                case BEGUN -> begunAt.put(key, now);
                case ENDED -> since = begunAt.remove(key);
                case PROGRESSED, NONE -> {}
            }
        } finally {
            lock.unlock();
        }
        ended(tenant, run, since, now, run.status().name());
    }

    @Override
    public void runLeft(TenantId tenant, BillingRun run) {
        Instant now = SystemSource.clock().instant();
        Instant since;
        lock.lock();
        try {
            since = runs.left(tenant, run) ? begunAt.remove(new Run(tenant, run.id())) : null;
        } finally {
            lock.unlock();
        }
        ended(tenant, run, since, now, "LEFT");
    }

    @Override
    public void chunkFailed(ChunkFailure failure) {
        Span.current()
                .addEvent("chunk failed", Attributes.of(CODE, failure.code().name(), SIZE, (long) failure.size()));
    }

    @Override
    public void taxesAsked(TaxObservation observation) {
        if (CallTrace.takesSpan()) {
            Instant end = SystemSource.clock().instant();
            Span span = begun("taxes", end, observation.took())
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute(
                            "billing.tax_calculator", observation.calculator().value())
                    .setAttribute("billing.questions", observation.questions())
                    .setAttribute("billing.answered", observation.answered())
                    .startSpan();
            CallTrace.end(span, end);
        }
    }

    private void document(InvoiceObservation observation, @Nullable ErrorCategory failed) {
        if (!CallTrace.takesSpan()) {
            return;
        }
        Instant end = SystemSource.clock().instant();
        Span span = begun("invoice", end, observation.duration())
                .setAttribute(
                        "billing.subscription_id", observation.subscription().value())
                .setAttribute(
                        "billing.period_start",
                        observation.place().period().startInclusive().toString())
                .setAttribute("billing.sequence", observation.place().sequence())
                .startSpan();
        if (failed != null) {
            span.setAttribute(CODE, failed.name());
            if (failed.isFailure()) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        CallTrace.end(span, end);
    }

    private void ended(TenantId tenant, BillingRun run, @Nullable Instant since, Instant end, String how) {
        if (since == null) {
            return;
        }
        begun("billing run", end, Duration.between(since, end))
                .setAttribute(TENANT, tenant.value())
                .setAttribute("billing.run_id", run.id().toString())
                .setAttribute("billing.run_status", how)
                .setAttribute("billing.documents", run.progress().invoices())
                .setAttribute("billing.failed", run.progress().failed())
                .startSpan()
                .end(end);
    }

    private SpanBuilder begun(String name, Instant end, Duration took) {
        return tracer.spanBuilder(name).setStartTimestamp(end.minus(took));
    }
}
