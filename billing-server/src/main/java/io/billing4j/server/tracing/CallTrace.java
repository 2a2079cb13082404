package io.billing4j.server.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A call that is under way, known to all threads that work for it. It has as many spans below its own as somebody can look at: a
 * run has millions of statements, which neither the server nor a collector is to be filled with.
 */
public final class CallTrace {
    /** The most spans of a call, besides its own. */
    public static final int MOST = 500;

    private static final ContextKey<CallTrace> KEY = ContextKey.named("billing4j.call");

    private final String name;
    private final AtomicInteger asked = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();

    /** What ends spans once somebody tells of the call; null where they end by themselves. */
    private @Nullable List<Runnable> ends;

    /**
     * Begins.
     *
     * @param name such as {@code InvoiceService/GenerateInvoice}
     */
    public CallTrace(String name) {
        this(name, null);
    }

    private CallTrace(String name, @Nullable List<Runnable> ends) {
        this.name = name;
        this.ends = ends;
    }

    /** Begins what may not be worth telling of: until {@link #tell} its spans do not end, and whatever does not end is not sent. */
    public static CallTrace untold(String name) {
        return new CallTrace(name, new ArrayList<>());
    }

    /** Ends the spans that wait for it, and has others end by themselves from now on. */
    public void tell() {
        List<Runnable> waiting;
        lock.lock();
        try {
            waiting = ends;
            ends = null;
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    /** The context with this call in it. */
    public Context in(Context context) {
        return context.with(KEY, this);
    }

    /** How many spans were left out. */
    public int leftOut() {
        return Math.max(0, asked.get() - MOST);
    }

    /**
     * As what the database shows the call that the current thread works for, such as {@code billing4j
     * InvoiceService/GenerateInvoice}; null where it works for none.
     */
    public static @Nullable String applicationName() {
        CallTrace call = Context.current().get(KEY);
        return call == null ? null : "billing4j " + call.name;
    }

    /** Whether the current thread works for a call that is traced and takes another span. */
    static boolean takesSpan() {
        if (!Span.current().isRecording()) {
            return false;
        }
        CallTrace call = Context.current().get(KEY);
        return call != null && call.asked.incrementAndGet() <= MOST;
    }

    /** Ends a span that the call of the current thread takes, once the call is told of. */
    static void end(Span span, Instant at) {
        CallTrace call = Context.current().get(KEY);
        if (call == null || !call.keeps(() -> span.end(at))) {
            span.end(at);
        }
    }

    private boolean keeps(Runnable end) {
        lock.lock();
        try {
            return ends != null && ends.add(end);
        } finally {
            lock.unlock();
        }
    }
}
