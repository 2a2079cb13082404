package io.billing4j.server.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log when spans cannot be sent any more, and when they can again: a line each, however long it takes. */
final class ToldExporter implements SpanExporter {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ToldExporter.class);

    /** Writes each failure to the standard error by itself; kept here, for a logger that nobody holds is forgotten. */
    private static final Logger OWN = Logger.getLogger("io.opentelemetry.exporter");

    private final SpanExporter exporter;
    private final AtomicBoolean failing = new AtomicBoolean();

    ToldExporter(SpanExporter exporter) {
        this.exporter = exporter;
        OWN.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> told(result));
    }

    private void told(CompletableResultCode result) {
        boolean failed = !result.isSuccess();
        if (failing.getAndSet(failed) == failed) {
            return;
        }
        if (failed) {
            Throwable why = result.getFailureThrowable();
            LOG.warn(
                    "spans cannot be sent to tracing.endpoint, and are dropped: {}",
                    why == null ? "refused" : why.toString());
        } else {
            LOG.info("spans are sent to tracing.endpoint again");
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
