package io.billing4j.server.tracing;

import io.billing4j.id.SystemSource;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts spans that are sent, and says in the log when they cannot be any more, and when they can again: a line each, however long it
 * takes; and that some were dropped before, since too many waited: a line a minute at most.
 */
final class ToldExporter implements SpanExporter {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ToldExporter.class);

    /** Write each failure to the standard error by themselves; kept here, for a logger that nobody holds is forgotten. */
    private static final List<Logger> OWN = List.of(
            Logger.getLogger("io.opentelemetry.exporter"), Logger.getLogger(BatchSpanProcessor.class.getName()));

    private static final long BETWEEN_DROPPED = Duration.ofMinutes(1).toNanos();

    private final SpanExporter exporter;
    private final SpanCounts counts;
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicLong droppedTold = new AtomicLong();
    private final AtomicLong droppedToldAt = new AtomicLong(SystemSource.nanoTime() - BETWEEN_DROPPED);

    ToldExporter(SpanExporter exporter, SpanCounts counts) {
        this.exporter = exporter;
        this.counts = counts;
        OWN.forEach(logger -> logger.setLevel(Level.OFF));
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int size = spans.size();
        CompletableResultCode result = exported(spans);
        return result.whenComplete(() -> {
            told(result);
            tellDropped();
            counts.tried(size, result.isSuccess());
        });
    }

    private CompletableResultCode exported(Collection<SpanData> spans) {
        try {
            return exporter.export(spans);
        } catch (RuntimeException e) {
            return CompletableResultCode.ofExceptionalFailure(e);
        }
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

    private void tellDropped() {
        long dropped = counts.dropped();
        long more = dropped - droppedTold.get();
        long now = SystemSource.nanoTime();
        long toldAt = droppedToldAt.get();
        if (more > 0 && now - toldAt >= BETWEEN_DROPPED && droppedToldAt.compareAndSet(toldAt, now)) {
            droppedTold.set(dropped);
            LOG.warn("spans come faster than tracing.endpoint takes them, and {} of them were dropped", more);
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
