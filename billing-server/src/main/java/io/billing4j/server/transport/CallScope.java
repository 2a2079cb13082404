package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.billing4j.id.TenantId;
import io.billing4j.server.tracing.CallTrace;
import io.billing4j.server.tracing.LogFields;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one call, for each thread that works for it, for as long as it does: its span, as a part of the trace that the
 * caller names by W3C's headers, and the fields that all its lines in the log have.
 */
final class CallScope extends SimpleDecoratingHttpService {
    private static final String PACKAGE = "billing4j.v1.";
    private static final String GRPC_STATUS = "grpc-status";

    /** Of gRPC, those that are a failure of the server: unknown, deadline, unimplemented, internal, unavailable, data loss. */
    private static final Set<String> FAILURES = Set.of("2", "4", "12", "13", "14", "15");

    private static final TextMapGetter<HttpHeaders> HEADERS =
            (headers, name) -> headers == null ? null : headers.get(name);

    private final GrpcService calls;
    private final Tracer tracer;

    private CallScope(HttpService delegate, GrpcService calls, Tracer tracer) {
        super(delegate);
        this.calls = calls;
        this.tracer = tracer;
    }

    /** Looks after these calls. */
    static Function<? super HttpService, ? extends HttpService> of(GrpcService calls, Tracer tracer) {
        return delegate -> new CallScope(delegate, calls, tracer);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        ServerMethodDefinition<?, ?> known = Objects.requireNonNull(calls.methodDefinition(context), "a known call");
        MethodDescriptor<?, ?> call = known.getMethodDescriptor();
        CallTrace trace = new CallTrace(shortName(call));
        Span span = span(context, request, call);
        Context own = trace.in(Context.root().with(span));
        context.hook(() -> entered(context, own));
        CompletableFuture<Void> unused =
                context.log().whenComplete().thenAccept(log -> ended(span, trace, context, log));
        // The hook is for threads that enter from now on, which this one has already.
        Scope entered = entered(context, own);
        try {
            return unwrap().serve(context, request);
        } finally {
            entered.close();
        }
    }

    private Span span(ServiceRequestContext context, HttpRequest request, MethodDescriptor<?, ?> call) {
        MediaType type = request.contentType();
        boolean grpc = type != null && StrictRequests.framed(type);
        return tracer.spanBuilder(call.getFullMethodName())
                .setParent(W3CTraceContextPropagator.getInstance().extract(Context.root(), request.headers(), HEADERS))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("rpc.system", grpc ? "grpc" : "rest")
                .setAttribute("rpc.service", Objects.requireNonNullElse(call.getServiceName(), ""))
                .setAttribute("rpc.method", Objects.requireNonNullElse(call.getBareMethodName(), ""))
                .setAttribute("http.request.method", request.method().name())
                .setAttribute("http.route", context.config().route().patternString())
                .setAttribute(
                        "billing.correlation_id", CorrelationId.of(context).value())
                .startSpan();
    }

    @SuppressWarnings("MustBeClosedChecker") // by whoever closes what is returned
    private static Scope entered(ServiceRequestContext context, Context own) {
        Span span = Span.fromContext(own);
        TenantId tenant = Access.tenantOf(context);
        Scope logged = LogFields.set(
                CorrelationId.of(context).value(),
                tenant == null ? null : tenant.value(),
                span.getSpanContext().isValid() ? span.getSpanContext().getTraceId() : null);
        Scope traced = own.makeCurrent();
        return () -> {
            traced.close();
            logged.close();
        };
    }

    private static void ended(Span span, CallTrace trace, ServiceRequestContext context, RequestLog log) {
        if (!span.isRecording()) {
            return;
        }
        TenantId tenant = Access.tenantOf(context);
        if (tenant != null) {
            span.setAttribute("billing.tenant_id", tenant.value());
        }
        if (trace.leftOut() > 0) {
            span.setAttribute("billing.spans_left_out", trace.leftOut());
        }
        int status = log.responseHeaders().status().code();
        span.setAttribute("http.response.status_code", status);
        String grpc = grpcStatus(log);
        if (grpc != null) {
            span.setAttribute("rpc.grpc.status_code", grpc);
        }
        if (status >= 500 || (grpc != null && FAILURES.contains(grpc))) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private static @Nullable String grpcStatus(RequestLog log) {
        String behind = log.responseTrailers().get(GRPC_STATUS);
        return behind == null ? log.responseHeaders().get(GRPC_STATUS) : behind;
    }

    private static String shortName(MethodDescriptor<?, ?> call) {
        String name = call.getFullMethodName();
        return name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : name;
    }
}
