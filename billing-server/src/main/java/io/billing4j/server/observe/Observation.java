package io.billing4j.server.observe;

import io.billing4j.engine.EngineObserver;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.tracing.CallTrace;
import io.billing4j.server.tracing.EngineSpans;
import io.billing4j.server.tracing.StatementSpans;
import io.billing4j.server.tracing.Tracing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.util.ArrayList;
import java.util.List;

/** All that watches a server: its meters, its log, its traces. */
public final class Observation implements AutoCloseable {
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ProcessMeters process = new ProcessMeters(meters);
    private final Tracing tracing;

    /**
     * Begins, with the meters of the process.
     *
     * @param tracing where spans go; closed with this
     */
    public Observation(Tracing tracing) {
        this.tracing = tracing;
        TraceMeters.register(meters, tracing.counts());
    }

    /** What {@code /metrics} shows. */
    public PrometheusMeterRegistry meters() {
        return meters;
    }

    /** What makes a span of each call. */
    public Tracer tracer() {
        return tracing.tracer();
    }

    /** The store, with spans of its statements, shown by the database as the call that it works for. */
    public JdbcBillingStore.Builder of(JdbcBillingStore.Builder store) {
        store.applicationName(CallTrace::applicationName);
        return tracing.isOn() ? store.statements(new StatementSpans(tracer())) : store;
    }

    /** All that are told what the engine does, and somebody else. */
    public EngineObserver engine(EngineObserver other) {
        List<EngineObserver> all = new ArrayList<>(List.of(
                new InvoiceLog(), new InvoiceMeters(meters), new RunMeters(meters), new TaxMeters(meters), other));
        if (tracing.isOn()) {
            all.add(new EngineSpans(tracer()));
        }
        return new Observers(all);
    }

    /** Sends what there is of spans, for a few seconds at most. */
    @Override
    public void close() {
        try {
            tracing.close();
        } finally {
            process.close();
        }
    }
}
