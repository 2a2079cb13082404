package io.billing4j.server.jobs;

import io.billing4j.server.tracing.CallTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * A span of one time that a job is done, above those of the engine and of its statements, as a call has one; a trace of its own. Of
 * one thread. Where there was nothing to do, nobody is told of it.
 */
final class JobSpan implements AutoCloseable {
    private final CallTrace trace;
    private final Span span;
    private final Scope scope;
    private boolean told;

    private JobSpan(CallTrace trace, Span span, Scope scope) {
        this.trace = trace;
        this.span = span;
        this.scope = scope;
    }

    /** Begins on the current thread. */
    @SuppressWarnings("MustBeClosedChecker") // by close
    static JobSpan begin(Tracer tracer, JobName job, String instance) {
        String name = "job " + job.key();
        CallTrace trace = CallTrace.untold(name);
        Span span = tracer.spanBuilder(name)
                .setNoParent()
                .setAttribute("billing.job", job.key())
                .startSpan();
        if (!instance.equals(JobTable.ALL)) {
            span.setAttribute("billing.tenant_id", instance);
        }
        return new JobSpan(trace, span, trace.in(Context.root().with(span)).makeCurrent());
    }

    /** There is something to tell. */
    void tell() {
        told = true;
        trace.tell();
    }

    /** How it ended; it is left out where its node was stopped. */
    void ended(JobOutcome outcome) {
        span.setAttribute("billing.job_outcome", outcome.name());
        if (outcome == JobOutcome.FAILED) {
            span.setStatus(StatusCode.ERROR);
        }
    }

    @Override
    public void close() {
        scope.close();
        if (!told) {
            // What does not end is not sent.
            return;
        }
        if (trace.leftOut() > 0) {
            span.setAttribute("billing.spans_left_out", trace.leftOut());
        }
        span.end();
    }
}
