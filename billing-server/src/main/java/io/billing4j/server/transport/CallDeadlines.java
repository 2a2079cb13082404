package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.ServerMethodDefinition;
import java.time.Duration;
import java.util.function.Function;

/**
 * Gives a deadline to calls of gRPC whose client sets none, which the transport would serve without end.
 *
 * @param call of a call with one request
 * @param stream of a call that streams them
 */
record CallDeadlines(Duration call, Duration stream) {
    /** Of gRPC: where a client says how long it waits. */
    static final String HEADER = "grpc-timeout";

    /** The calls with deadlines. {@link CallTime} lifts one that the client has not set, since the context's request stays. */
    Function<? super HttpService, ? extends HttpService> over(GrpcService calls) {
        return delegate -> new SimpleDecoratingHttpService(delegate) {
            @Override
            public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
                MediaType type = request.contentType();
                if (type == null
                        || !StrictRequests.framed(type)
                        || request.headers().contains(HEADER)) {
                    return unwrap().serve(context, request);
                }
                ServerMethodDefinition<?, ?> method =
                        calls.methodsByRoute().get(context.config().mappedRoute());
                boolean streams = method != null
                        && !method.getMethodDescriptor().getType().clientSendsOneMessage();
                String deadline = (streams ? stream : call).toMillis() + "m";
                HttpRequest limited =
                        request.mapHeaders(headers -> headers.withMutations(more -> more.set(HEADER, deadline)));
                return unwrap().serve(context, limited);
            }
        };
    }
}
