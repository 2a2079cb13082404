package io.billing4j.server.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;

/** Reads, when somebody asks, how many spans their processor has dropped by its own metrics, which go nowhere else. */
final class DroppedSpans implements MetricReader {
    /** By the semantic conventions of OpenTelemetry's own metrics; those that were given to the exporter have no type of error. */
    private static final String PROCESSED = "otel.sdk.processor.span.processed";

    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final String QUEUE_FULL = "queue_full";

    private volatile CollectionRegistration metrics = CollectionRegistration.noop();

    long count() {
        return metrics.collectAllMetrics().stream()
                .filter(metric -> metric.getName().equals(PROCESSED))
                .mapToLong(DroppedSpans::dropped)
                .sum();
    }

    private static long dropped(MetricData processed) {
        return processed.getLongSumData().getPoints().stream()
                .filter(point -> QUEUE_FULL.equals(point.getAttributes().get(ERROR)))
                .mapToLong(LongPointData::getValue)
                .sum();
    }

    @Override
    public void register(CollectionRegistration registration) {
        metrics = registration;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
        return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
