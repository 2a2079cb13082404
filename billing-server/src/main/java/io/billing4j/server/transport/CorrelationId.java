package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.billing4j.id.IdSource;
import io.netty.util.AttributeKey;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ties together what one request did: it stands in the answer's header {@value #HEADER}, in an error's body, in the audit
 * trail and in the log.
 *
 * @param value the caller's, if it sent 1 to 64 visible ASCII characters; otherwise made by the server
 */
public record CorrelationId(String value) {
    /** Header of requests and answers, and gRPC metadata. */
    public static final String HEADER = "x-correlation-id";

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,64}");
    private static final AttributeKey<CorrelationId> KEY = AttributeKey.valueOf(CorrelationId.class, "KEY");

    /** The id of a request that {@link #assigning} has seen; all that reach a service have. */
    public static CorrelationId of(RequestContext context) {
        CorrelationId id = context.attr(KEY);
        if (id == null) {
            throw new IllegalStateException("no correlation id was assigned to " + context);
        }
        return id;
    }

    /** Whether the request got as far as {@link #assigning}. */
    static boolean assigned(RequestContext context) {
        return context.hasAttr(KEY);
    }

    /** Gives each request its id before anything else happens to it. */
    static Function<? super HttpService, ? extends HttpService> assigning(IdSource ids) {
        return delegate -> new SimpleDecoratingHttpService(delegate) {
            @Override
            public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
                CorrelationId id = from(request.headers().get(HEADER), ids);
                context.setAttr(KEY, id);
                context.mutateAdditionalResponseHeaders(headers -> headers.set(HEADER, id.value()));
                return unwrap().serve(context, request);
            }
        };
    }

    /** The id that a caller sent, if it is usable, or a new one. */
    static CorrelationId from(@Nullable String sent, IdSource ids) {
        // Text that could break a header or a line of the log is not worth refusing a request for.
        return new CorrelationId(
                sent != null && VISIBLE.matcher(sent).matches()
                        ? sent
                        : ids.next().toString());
    }
}
