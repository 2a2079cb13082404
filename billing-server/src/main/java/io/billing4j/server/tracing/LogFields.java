package io.billing4j.server.tracing;

import io.opentelemetry.context.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/** What all lines have that a thread logs while it works for a request, as the diagnostic context of the log. */
public final class LogFields {
    /** Ties together what one request did. */
    public static final String CORRELATION_ID = "correlation_id";

    /** Whose books it is about. */
    public static final String TENANT_ID = "tenant_id";

    /** Of the request's trace, whoever keeps it. */
    public static final String TRACE_ID = "trace_id";

    private LogFields() {}

    /**
     * Sets them for the current thread, in the place of those that it has.
     *
     * @return what puts those back
     */
    public static Scope set(String correlationId, @Nullable String tenantId, @Nullable String traceId) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.put(CORRELATION_ID, correlationId);
        put(TENANT_ID, tenantId);
        put(TRACE_ID, traceId);
        return () -> restore(before);
    }

    /** Sets what another thread had. */
    static Scope set(@Nullable Map<String, String> fields) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        restore(fields);
        return () -> restore(before);
    }

    /** The line with this field, unless it has it already as all lines of the thread do. */
    public static LoggingEventBuilder on(LoggingEventBuilder line, String field, String value) {
        return value.equals(MDC.get(field)) ? line : line.addKeyValue(field, value);
    }

    private static void put(String field, @Nullable String value) {
        if (value == null) {
            MDC.remove(field);
        } else {
            MDC.put(field, value);
        }
    }

    private static void restore(@Nullable Map<String, String> fields) {
        if (fields == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(fields);
        }
    }
}
