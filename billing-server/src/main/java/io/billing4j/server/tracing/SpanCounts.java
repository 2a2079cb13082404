package io.billing4j.server.tracing;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import java.util.concurrent.atomic.LongAdder;

/** What has become of the spans of this process since its start. Safe for many threads. */
public final class SpanCounts {
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final DroppedSpans dropped = new DroppedSpans();

    SpanCounts() {}

    /** Those that the collector took. */
    public long sent() {
        return sent.sum();
    }

    /** Those that could not be sent, and are gone. */
    public long failed() {
        return failed.sum();
    }

    /** Those that nobody tried to send, since too many waited for that already. */
    public long dropped() {
        return dropped.count();
    }

    /** Takes in what became of some that were to be sent. */
    void tried(int spans, boolean success) {
        (success ? sent : failed).add(spans);
    }

    /** Where the queue counts those that it has no room for. */
    MeterProvider ofQueue() {
        return SdkMeterProvider.builder().registerMetricReader(dropped).build();
    }
}
