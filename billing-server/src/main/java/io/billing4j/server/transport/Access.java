package io.billing4j.server.transport;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.server.security.MethodRoles;
import io.billing4j.server.security.RejectedTokenException;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.TenantLimits;
import io.billing4j.server.security.Token;
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
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call in by its token, before anything of its body is read: whom it speaks for, whether one of its roles may make
 * the call, and whether its tenant does not ask for too much at once.
 */
final class Access extends SimpleDecoratingHttpService {
    /** Named a tenant once; a request that still has it is told so. */
    static final String TENANT_HEADER = "x-billing-tenant";

    private static final AttributeKey<Token> CALLER = AttributeKey.valueOf(Access.class, "CALLER");
    private static final AttributeKey<Slot> SLOT = AttributeKey.valueOf(Access.class, "SLOT");
    private static final String SCHEME = "Bearer ";
    private static final String REFLECTION = "grpc.reflection.";

    private final Function<ServiceRequestContext, Call> calls;
    private final AccessRules rules;
    private final Map<Reason, Counter> refused;
    private final RejectionLog rejections = new RejectionLog();

    private enum Reason {
        NO_TOKEN,
        TOKEN,
        ROLE,
        LIMIT
    }

    private Access(
            HttpService delegate,
            Function<ServiceRequestContext, Call> calls,
            AccessRules rules,
            Map<Reason, Counter> refused) {
        super(delegate);
        this.calls = calls;
        this.rules = rules;
        this.refused = refused;
    }

    /** Guards these calls. */
    static Function<? super HttpService, ? extends HttpService> to(
            GrpcService calls, AccessRules rules, MeterRegistry meters) {
        return guarding(context -> Call.of(methodOf(calls, context)), rules, meters);
    }

    /** Guards what is for everybody who may use the API. */
    static Function<? super HttpService, ? extends HttpService> forReaders(
            String name, AccessRules rules, MeterRegistry meters) {
        Call reading = new Call("docs", name, Role.READER, true);
        return guarding(context -> reading, rules, meters);
    }

    private static Function<? super HttpService, ? extends HttpService> guarding(
            Function<ServiceRequestContext, Call> calls, AccessRules rules, MeterRegistry meters) {
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

    /** The token that the request brought; all that reach a service have one. */
    static Token callerOf(ServiceRequestContext context) {
        return Objects.requireNonNull(context.attr(CALLER), "a call was let in by nobody");
    }

    /** Whose books the request is about, once it is let in. */
    static @Nullable TenantId tenantOf(ServiceRequestContext context) {
        Token caller = context.attr(CALLER);
        return caller == null ? null : caller.identity().tenant();
    }

    /** The place that the request takes among those under way. */
    static Slot slotOf(ServiceRequestContext context) {
        return Objects.requireNonNull(context.attr(SLOT), "a call was let in without a place");
    }

    /** Asks for requests as they come: the transport would gather a whole one before anybody has looked at its token. */
    @Override
    public ExchangeType exchangeType(RoutingContext routing) {
        return super.exchangeType(routing).isResponseStreaming()
                ? ExchangeType.BIDI_STREAMING
                : ExchangeType.REQUEST_STREAMING;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        Call call = calls.apply(context);
        // A request without a body is at its end at once, and measured without a name if it has none by then.
        context.logBuilder().name(call.service(), call.name());
        String token = token(request);
        return HttpResponse.of(rules.verified(
                        token, context.remoteAddress().getAddress(), context.blockingTaskExecutor())
                .handleAsync(
                        (caller, failure) -> admitted(context, request, call, caller, failure), context.eventLoop()));
    }

    private String token(HttpRequest request) {
        if (request.headers().contains(TENANT_HEADER)) {
            throw ErrorCode.MALFORMED_REQUEST.at(
                    "X-Billing-Tenant", "expected no such header: the tenant is the one that the token names");
        }
        List<String> credentials = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        if (credentials.size() != 1 || !scheme(credentials.get(0))) {
            throw refused(
                    Reason.NO_TOKEN,
                    ErrorCode.UNAUTHENTICATED.because("expected one header Authorization: Bearer, and a token"));
        }
        return credentials.get(0).substring(SCHEME.length()).strip();
    }

    private HttpResponse admitted(
            ServiceRequestContext context,
            HttpRequest request,
            Call call,
            @Nullable Token caller,
            @Nullable Throwable failure) {
        if (caller == null) {
            throw refusal(context, Objects.requireNonNull(failure, "a token or why there is none"));
        }
        Role needed = call.role();
        if (needed == null || !caller.identity().may(needed)) {
            String wanted = needed == null ? "none" : needed.claim();
            throw refused(Reason.ROLE, ErrorCode.PERMISSION_DENIED.because("the call needs the role " + wanted));
        }
        Slot slot = slot(caller.identity().tenant(), call.oneMessage());
        context.setAttr(CALLER, caller);
        context.setAttr(SLOT, slot);
        HttpResponse response;
        try {
            response = unwrap().serve(context, request);
        } catch (Exception e) {
            response = HttpResponse.ofFailure(e);
        }
        CompletableFuture<Void> unused = response.whenComplete().handle((done, cause) -> {
            slot.release();
            return null;
        });
        return response;
    }

    private RuntimeException refusal(ServiceRequestContext context, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RejectedTokenException rejected) {
            rejections.log(CorrelationId.of(context), rejected);
            return refused(Reason.TOKEN, ErrorCode.UNAUTHENTICATED.because("the token is not accepted"));
        }
        if (cause instanceof BillingException limited && limited.code() == ErrorCode.TOO_MANY_REQUESTS) {
            return refused(Reason.LIMIT, limited);
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    private Slot slot(TenantId tenant, boolean oneMessage) {
        TenantLimits limits = rules.limits();
        try {
            return new Slot(oneMessage ? limits.admit(tenant) : limits.admitStream(tenant));
        } catch (BillingException e) {
            throw refused(Reason.LIMIT, e);
        }
    }

    private static MethodDescriptor<?, ?> methodOf(GrpcService calls, ServiceRequestContext context) {
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

    /**
     * What is asked for.
     *
     * @param role that it needs; null where it is for nobody
     * @param oneMessage whether the client sends one message, and no stream of them
     */
    private record Call(
            String service, String name, @Nullable Role role, boolean oneMessage) {
        static Call of(MethodDescriptor<?, ?> method) {
            String fullName = method.getFullMethodName();
            return new Call(
                    Objects.requireNonNull(method.getServiceName()),
                    Objects.requireNonNull(method.getBareMethodName()),
                    // It describes the API, and is for everybody who may use it.
                    fullName.startsWith(REFLECTION)
                            ? Role.READER
                            : MethodRoles.of(fullName).orElse(null),
                    method.getType().clientSendsOneMessage());
        }
    }
}
