package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.server.security.Identity;
import io.billing4j.server.security.MethodRoles;
import io.billing4j.server.security.RejectedTokenException;
import io.billing4j.server.security.Role;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.AttributeKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a call in by its token, before anything of its body is read: whom it speaks for, whether one of its roles may make
 * the call, and whether its tenant does not ask for too much at once. What describes the API itself is open to everybody.
 */
final class Access extends SimpleDecoratingHttpService {
    /** Named a tenant once; a request that still has it is told so. */
    static final String TENANT_HEADER = "x-billing-tenant";

    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final AttributeKey<Identity> CALLER = AttributeKey.valueOf(Access.class, "CALLER");
    private static final String SCHEME = "Bearer ";
    private static final String REFLECTION = "grpc.reflection.";

    private final GrpcService calls;
    private final AccessRules rules;
    private final Map<Reason, Counter> refused;

    private enum Reason {
        NO_TOKEN,
        TOKEN,
        ROLE,
        LIMIT
    }

    private Access(HttpService delegate, GrpcService calls, AccessRules rules, Map<Reason, Counter> refused) {
        super(delegate);
        this.calls = calls;
        this.rules = rules;
        this.refused = refused;
    }

    /** Guards these calls. */
    static Function<? super HttpService, ? extends HttpService> to(
            GrpcService calls, AccessRules rules, MeterRegistry meters) {
        Map<Reason, Counter> refused = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("billing.calls.refused")
                            .description("Calls that were not let in")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        return delegate -> new Access(delegate, calls, rules, refused);
    }

    /** Whom the request speaks for; all that reach a service of the API have somebody. */
    static Identity callerOf(ServiceRequestContext context) {
        return Objects.requireNonNull(context.attr(CALLER), "a call was let in by nobody");
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        MethodDescriptor<?, ?> call = callOf(context);
        // A request without a body is at its end at once, and measured without a name if it has none by then.
        context.logBuilder()
                .name(Objects.requireNonNull(call.getServiceName()), Objects.requireNonNull(call.getBareMethodName()));
        if (call.getFullMethodName().startsWith(REFLECTION)) {
            return unwrap().serve(context, request);
        }
        // Keys may have to be fetched, which an event loop must not wait for.
        return HttpResponse.of(CompletableFuture.supplyAsync(
                        () -> identified(context, request), context.blockingTaskExecutor())
                .thenApplyAsync(caller -> admitted(context, request, call, caller), context.eventLoop()));
    }

    private Identity identified(ServiceRequestContext context, HttpRequest request) {
        if (request.headers().contains(TENANT_HEADER)) {
            throw ErrorCode.MALFORMED_REQUEST.at(
                    "X-Billing-Tenant", "expected no such header: the tenant is the one that the token names");
        }
        List<String> credentials = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        if (credentials.size() != 1 || !scheme(credentials.get(0))) {
            throw refused(Reason.NO_TOKEN, ErrorCode.UNAUTHENTICATED.because("expected one header Authorization: Bearer, and a token"));
        }
        try {
            return rules.tokens().verify(credentials.get(0).substring(SCHEME.length()).strip());
        } catch (RejectedTokenException e) {
            LOG.atInfo()
                    .addKeyValue("correlation_id", CorrelationId.of(context).value())
                    .addKeyValue("reason", e.getMessage())
                    .log("a token was rejected");
            throw refused(Reason.TOKEN, ErrorCode.UNAUTHENTICATED.because("the token is not accepted"));
        }
    }

    private HttpResponse admitted(
            ServiceRequestContext context, HttpRequest request, MethodDescriptor<?, ?> call, Identity caller) {
        Role needed = MethodRoles.of(call.getFullMethodName()).orElse(null);
        if (needed == null || !caller.may(needed)) {
            String wanted = needed == null ? "none" : needed.claim();
            throw refused(Reason.ROLE, ErrorCode.PERMISSION_DENIED.because("the call needs the role " + wanted));
        }
        try {
            if (call.getType().clientSendsOneMessage()) {
                Runnable leave = rules.limits().admit(caller.tenant());
                CompletableFuture<Void> unused = context.log().whenComplete().thenRun(leave);
            } else {
                rules.limits().admitStream(caller.tenant());
            }
        } catch (BillingException e) {
            throw refused(Reason.LIMIT, e);
        }
        context.setAttr(CALLER, caller);
        try {
            return unwrap().serve(context, request);
        } catch (Exception e) {
            return HttpResponse.ofFailure(e);
        }
    }

    private MethodDescriptor<?, ?> callOf(ServiceRequestContext context) {
        ServerMethodDefinition<?, ?> call = calls.methodDefinition(context);
        return Objects.requireNonNull(call, "a route leads to a call").getMethodDescriptor();
    }

    private BillingException refused(Reason reason, BillingException refusal) {
        Objects.requireNonNull(refused.get(reason)).increment();
        return refusal;
    }

    private static boolean scheme(String credential) {
        return credential.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }
}
