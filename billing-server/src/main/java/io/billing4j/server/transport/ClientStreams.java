package io.billing4j.server.transport;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ShuttingDownException;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.ServerMethodDefinition;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is different about calls whose client sends as long as it likes: their length is limited message by message alone,
 * and when the server stops they are ended, since nobody knows when they would end by themselves.
 */
final class ClientStreams {
    private final Set<ServiceRequestContext> open = ConcurrentHashMap.newKeySet();

    /** Looks after these calls' streams. */
    Function<? super HttpService, ? extends HttpService> over(GrpcService calls) {
        return delegate -> new SimpleDecoratingHttpService(delegate) {
            @Override
            public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
                if (!isStream(calls, context)) {
                    return unwrap().serve(context, request);
                }
                context.setMaxRequestLength(0);
                open.add(context);
                HttpResponse response = unwrap().serve(context, request);
                CompletableFuture<Void> unused = response.whenComplete().handle((done, failure) -> {
                    open.remove(context);
                    return null;
                });
                return response;
            }
        };
    }

    /** Whether it is a call of gRPC whose client sends more than one message; REST has none. */
    static boolean isStream(GrpcService calls, ServiceRequestContext context) {
        ServerMethodDefinition<?, ?> call =
                calls.methodsByRoute().get(context.config().mappedRoute());
        return call != null && !call.getMethodDescriptor().getType().clientSendsOneMessage();
    }

    /** Ends all that are open. What their clients have not been told of may have been done. */
    void end() {
        open.forEach(context -> context.cancel(ShuttingDownException.get()));
    }
}
