package io.billing4j.server.tracing;

import io.billing4j.id.SystemSource;
import io.billing4j.jdbc.ObservedStatement;
import io.billing4j.jdbc.StatementObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Instant;

/** A span for each statement of a call that is traced: what it was about and how long it took, and nothing of what was in it. */
public final class StatementSpans implements StatementObserver {
    private final Tracer tracer;

    /** Makes them by this. */
    public StatementSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void ended(ObservedStatement statement) {
        if (!CallTrace.takesSpan()) {
            return;
        }
        Instant end = SystemSource.clock().instant();
        Span span = tracer.spanBuilder(statement.operation() + " " + statement.area())
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(end.minus(statement.took()))
                .setAttribute("db.system.name", "postgresql")
                .setAttribute("db.operation.name", statement.operation())
                .setAttribute("billing.area", statement.area())
                .startSpan();
        String sqlState = statement.sqlState();
        if (sqlState != null) {
            span.setAttribute("db.response.status_code", sqlState).setStatus(StatusCode.ERROR);
        }
        CallTrace.end(span, end);
    }
}
