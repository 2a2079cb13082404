package io.billing4j.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

@Timeout(60)
class TracingTest {
    @Test
    void sends_spans_to_the_endpoint_at_the_latest_when_it_is_closed() throws IOException {
        try (Collector collector = new Collector()) {
            Tracing tracing = Tracing.to(collector.endpoint(), 1);
            tracing.tracer().spanBuilder("a span of a test").startSpan().end();
            tracing.close();

            assertThat(collector.posts()).singleElement().satisfies(post -> {
                assertThat(post.method()).isEqualTo("POST");
                assertThat(post.path()).isEqualTo("/v1/traces");
                assertThat(post.type()).isEqualTo("application/x-protobuf");
                assertThat(post.text()).contains("a span of a test", "service.name", "billing4j");
            });
        }
    }

    @Test
    void ends_although_nobody_takes_spans() {
        Tracing tracing = Tracing.to(URI.create("http://127.0.0.1:1/v1/traces"), 1);
        tracing.tracer().spanBuilder("a span of a test").startSpan().end();
        tracing.close();
        flushUntilGone(tracing, 1);
        assertThat(tracing.counts().failed()).isEqualTo(1);
    }

    @Test
    void makes_nothing_where_it_is_off() {
        try (Tracing off = Tracing.off()) {
            Span span = off.tracer().spanBuilder("a span of a test").startSpan();

            assertThat(off.isOn()).isFalse();
            assertThat(span.isRecording()).isFalse();
            assertThat(span.getSpanContext().isValid()).isFalse();
        }
    }

    @Test
    void leaves_it_to_the_caller_whether_a_call_is_traced_and_else_to_the_share() {
        InMemorySpanExporter exported = InMemorySpanExporter.create();
        try (Tracing tracing = Tracing.to(exported, 0)) {
            tracing.tracer().spanBuilder("by nobody").startSpan().end();
            tracing.tracer()
                    .spanBuilder("by the caller")
                    .setParent(Context.root().with(Span.wrap(caller(TraceFlags.getSampled()))))
                    .startSpan()
                    .end();
            tracing.flush();
            assertThat(exported.getFinishedSpanItems())
                    .extracting(span -> span.getName())
                    .containsExactly("by the caller");
        }
        InMemorySpanExporter all = InMemorySpanExporter.create();
        try (Tracing tracing = Tracing.to(all, 1)) {
            tracing.tracer()
                    .spanBuilder("not by the caller")
                    .setParent(Context.root().with(Span.wrap(caller(TraceFlags.getDefault()))))
                    .startSpan()
                    .end();
            tracing.flush();
            assertThat(all.getFinishedSpanItems()).isEmpty();
        }
    }

    @Test
    void has_as_many_spans_of_a_call_as_somebody_can_look_at() {
        InMemorySpanExporter exported = InMemorySpanExporter.create();
        try (Tracing tracing = Tracing.to(exported, 1)) {
            CallTrace call = new CallTrace("RunService/RunBilling");
            assertThat(CallTrace.takesSpan()).isFalse();
            Span span = tracing.tracer().spanBuilder("run").startSpan();
            AtomicInteger taken = new AtomicInteger();
            Runnable work = () -> {
                for (int i = 0; i < CallTrace.MOST + 7; i++) {
                    taken.addAndGet(CallTrace.takesSpan() ? 1 : 0);
                }
            };
            call.in(Context.root().with(span)).wrap(work).run();

            assertThat(taken).hasValue(CallTrace.MOST);
            assertThat(call.leftOut()).isEqualTo(7);
        }
    }

    /** The queue has room for 2,048, and 512 of them are sent together: of 10,000 that come meanwhile at least 7,440 are dropped. */
    @Test
    void counts_those_that_are_dropped_since_too_many_wait_and_says_so() {
        CompletableResultCode first = new CompletableResultCode();
        AtomicInteger batches = new AtomicInteger();
        SpanExporter slow =
                exporter(spans -> batches.getAndIncrement() == 0 ? first : CompletableResultCode.ofSuccess());
        ListAppender<ILoggingEvent> lines = listen();
        try (Tracing tracing = Tracing.to(slow, 1)) {
            spans(tracing, 10_000);
            long dropped = tracing.counts().dropped();
            assertThat(dropped).isBetween(7_440L, 7_952L);
            assertThat(tracing.counts().sent()).isZero();

            first.succeed();
            tracing.flush();
            assertThat(tracing.counts().dropped()).isEqualTo(dropped);
            assertThat(tracing.counts().sent()).isEqualTo(10_000 - dropped);
            assertThat(tracing.counts().failed()).isZero();
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("spans come faster than tracing.endpoint takes them, and " + dropped
                            + " of them were dropped");
        } finally {
            stopListening(lines);
        }
    }

    @Test
    void counts_those_that_cannot_be_sent() {
        AtomicInteger batches = new AtomicInteger();
        SpanExporter broken = exporter(spans -> switch (batches.getAndIncrement()) {
            case 0 -> CompletableResultCode.ofFailure();
            case 1 -> throw new IllegalStateException("on purpose");
            default -> CompletableResultCode.ofSuccess();
        });
        ListAppender<ILoggingEvent> lines = listen();
        try (Tracing tracing = Tracing.to(broken, 1)) {
            int gone = 0;
            for (int spans = 3; spans <= 5; spans++) {
                spans(tracing, spans);
                gone += spans;
                flushUntilGone(tracing, gone);
            }
            assertThat(tracing.counts().failed()).isEqualTo(3 + 4);
            assertThat(tracing.counts().sent()).isEqualTo(5);
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "spans cannot be sent to tracing.endpoint, and are dropped: refused",
                            "spans are sent to tracing.endpoint again");
        } finally {
            stopListening(lines);
        }
    }

    @Test
    void goes_along_to_threads_that_work_for_a_call_with_what_they_log_and_leaves_them_as_they_were() {
        List<String> seen = new ArrayList<>();
        CallThreads threads = new CallThreads(work -> {
            MDC.put("tenant_id", "of the thread");
            Context.root().wrap(work).run();
            seen.add(MDC.get("tenant_id"));
        });
        Scope logged = LogFields.set("c-1", "alpha", null);
        Runnable work = () -> {
            seen.add(String.valueOf(CallTrace.applicationName()));
            seen.add(MDC.get("correlation_id") + " " + MDC.get("tenant_id") + " " + MDC.get("trace_id"));
        };
        try {
            new CallTrace("RunService/RunBilling")
                    .in(Context.root())
                    .wrap(() -> threads.execute(work))
                    .run();
        } finally {
            logged.close();
            MDC.clear();
        }

        assertThat(seen).containsExactly("billing4j RunService/RunBilling", "c-1 alpha null", "of the thread");
        assertThat(CallTrace.applicationName()).isNull();
    }

    private static void spans(Tracing tracing, int count) {
        for (int i = 0; i < count; i++) {
            tracing.tracer().spanBuilder("a span of a test").startSpan().end();
        }
    }

    /** A flush that is asked for just when the one before it ends is taken for that one, and sends nothing: so it is asked again. */
    private static void flushUntilGone(Tracing tracing, long spans) {
        while (tracing.counts().sent() + tracing.counts().failed() < spans) {
            tracing.flush();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static SpanExporter exporter(Function<Collection<SpanData>, CompletableResultCode> export) {
        return new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                return export.apply(spans);
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        logger().setLevel(Level.INFO);
        logger().setAdditive(false);
        logger().addAppender(lines);
        lines.start();
        return lines;
    }

    private static void stopListening(ListAppender<ILoggingEvent> lines) {
        logger().detachAppender(lines);
        logger().setAdditive(true);
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ToldExporter.class);
    }

    private static SpanContext caller(TraceFlags flags) {
        return SpanContext.createFromRemoteParent(
                "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", flags, TraceState.getDefault());
    }
}
