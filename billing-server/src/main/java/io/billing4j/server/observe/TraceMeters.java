package io.billing4j.server.observe;

import io.billing4j.server.tracing.SpanCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/**
 * Shows what has become of the spans of traces: {@code billing.trace.spans}, by {@code result} {@code sent}, {@code failed} where they
 * could not be sent, or {@code dropped} where too many waited for that. All are there from the start, at zero.
 */
final class TraceMeters {
    private TraceMeters() {}

    /** Registers the meters, which show the counts for as long as somebody holds them. */
    static void register(MeterRegistry registry, SpanCounts counts) {
        spans(registry, counts, "sent", SpanCounts::sent);
        spans(registry, counts, "failed", SpanCounts::failed);
        spans(registry, counts, "dropped", SpanCounts::dropped);
    }

    private static void spans(
            MeterRegistry registry, SpanCounts counts, String result, ToLongFunction<SpanCounts> count) {
        FunctionCounter.builder("billing.trace.spans", counts, count::applyAsLong)
                .description("Spans of traces")
                .tag("result", result)
                .register(registry);
    }
}
