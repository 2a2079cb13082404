package io.billing4j.server.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go, if they go anywhere. They are gathered and sent by a thread of its own; where the collector is away, or slower
 * than they come, they are dropped and nothing waits for them; that is told in the log, and counted.
 */
public final class Tracing implements AutoCloseable {
    private static final String SCOPE = "io.billing4j";
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
    private static final Duration CONNECTING = Duration.ofSeconds(2);
    private static final Duration SENDING = Duration.ofSeconds(5);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final int MOST_WAITING = 2_048;

    private final @Nullable SdkTracerProvider provider;
    private final Tracer tracer;
    private final SpanCounts counts;

    private Tracing(@Nullable SdkTracerProvider provider, SpanCounts counts) {
        this.provider = provider;
        this.counts = counts;
        TracerProvider known = provider == null ? TracerProvider.noop() : provider;
        this.tracer = known.get(SCOPE);
    }

    /** Makes no spans. */
    public static Tracing off() {
        return new Tracing(null, new SpanCounts());
    }

    /**
     * Sends them by OTLP over HTTP.
     *
     * @param endpoint the whole address, such as {@code http://127.0.0.1:4318/v1/traces}
     * @param share of the calls whose caller has not decided whether they are traced, 0 to 1
     */
    public static Tracing to(URI endpoint, double share) {
        return to(
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint.toString())
                        .setConnectTimeout(CONNECTING)
                        .setTimeout(SENDING)
                        .setCompression("gzip")
                        .build(),
                share);
    }

    /** Gives them to an exporter. */
    public static Tracing to(SpanExporter exporter, double share) {
        SpanCounts counts = new SpanCounts();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(Attributes.of(SERVICE, "billing4j"))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
                .addSpanProcessor(BatchSpanProcessor.builder(new ToldExporter(exporter, counts))
                        .setExporterTimeout(SENDING.multipliedBy(2))
                        .setMaxQueueSize(MOST_WAITING)
                        .setMeterProvider(counts.ofQueue())
                        .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                        .build())
                .build();
        return new Tracing(provider, counts);
    }

    /** What makes spans; some that are nothing where tracing is off. */
    public Tracer tracer() {
        return tracer;
    }

    /** Whether spans go anywhere. */
    public boolean isOn() {
        return provider != null;
    }

    /** What has become of spans; nothing where tracing is off. */
    public SpanCounts counts() {
        return counts;
    }

    /** Has those that have ended sent, and waits for that for a few seconds. */
    public void flush() {
        if (provider != null) {
            provider.forceFlush().join(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Sends what has ended, for a few seconds at most, and ends. Throws nothing. */
    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
