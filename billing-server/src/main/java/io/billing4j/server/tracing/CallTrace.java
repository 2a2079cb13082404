package io.billing4j.server.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.concurrent.atomic.AtomicInteger;
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

    /**
     * Begins.
     *
     * @param name such as {@code InvoiceService/GenerateInvoice}
     */
    public CallTrace(String name) {
        this.name = name;
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
}
