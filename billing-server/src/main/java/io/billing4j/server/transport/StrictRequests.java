package io.billing4j.server.transport;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestTarget;
import com.linecorp.armeria.common.SerializationFormat;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.billing4j.error.ErrorCode;
import io.grpc.ServerMethodDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a REST request that transcoding would take for another one: it drops query parameters that it does not know,
 * keeps one of two values for a name, lets the address overrule the body, leaves out what stands behind a semicolon, and reads
 * broken UTF-8 as something else. Of gRPC it refuses what is not one message in a frame, which the transport would call a failure of the server, or read in part.
 */
final class StrictRequests extends SimpleDecoratingHttpService {
    private final GrpcService calls;

    private StrictRequests(HttpService delegate, GrpcService calls) {
        super(delegate);
        this.calls = calls;
    }

    /** Checks what comes in for these calls. */
    static Function<? super HttpService, ? extends HttpService> before(GrpcService calls) {
        return delegate -> new StrictRequests(delegate, calls);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        requireReadable(request.headers());
        requireWhole(context.routingContext().requestTarget());
        MediaType type = request.contentType();
        if (calls.methodsByRoute().containsKey(context.config().mappedRoute())) {
            if (!framed(type)) {
                return unsupported(context, request.headers(), "a Content-Type of gRPC, such as application/grpc,");
            }
            return ClientStreams.isStream(calls, context)
                    ? unwrap().serve(context, request)
                    : HttpResponse.of(request.aggregate()
                            .thenApply(whole -> served(context, whole, () -> GrpcFrames.requireOne(whole))));
        }
        RestRule rule = ruleOf(context);
        return HttpResponse.of(request.aggregate().thenApply(whole -> inJson(context, whole, rule, type)));
    }

    private HttpResponse inJson(
            ServiceRequestContext context, AggregatedHttpRequest request, RestRule rule, @Nullable MediaType type) {
        if (!request.content().isEmpty() && (type == null || !type.isJson())) {
            return unsupported(context, request.headers(), "the header Content-Type: application/json");
        }
        return served(context, request, () -> rule.check(request, context.queryParams()));
    }

    private HttpResponse served(ServiceRequestContext context, AggregatedHttpRequest request, Runnable check) {
        try {
            check.run();
            HttpRequest checked = request.toHttpRequest();
            context.updateRequest(checked);
            return unwrap().serve(context, checked);
        } catch (Exception e) {
            return HttpResponse.ofFailure(e);
        }
    }

    /** Binary metadata that is no base64 would end the call before it begins, and nobody would be told. */
    private static void requireReadable(RequestHeaders headers) {
        headers.forEach((name, value) -> {
            if (name.toString().endsWith("-bin")) {
                try {
                    for (String part : value.split(",", -1)) {
                        byte[] unused = Base64.getDecoder().decode(part.strip());
                    }
                } catch (IllegalArgumentException e) {
                    throw ErrorCode.MALFORMED_REQUEST.at(name.toString(), "expected base64");
                }
            }
        });
    }

    /** What stands behind a semicolon, up to the next slash, would not be heard. */
    private static void requireWhole(RequestTarget address) {
        if (!address.path().equals(address.maybePathWithMatrixVariables())) {
            throw ErrorCode.MALFORMED_REQUEST.because("expected no semicolon in the address");
        }
    }

    private RestRule ruleOf(ServiceRequestContext context) {
        ServerMethodDefinition<?, ?> call =
                Objects.requireNonNull(calls.methodDefinition(context), "a route of REST leads to a call");
        Object schema = call.getMethodDescriptor().getSchemaDescriptor();
        if (schema instanceof ProtoMethodDescriptorSupplier supplier) {
            return RestRule.of(supplier.getMethodDescriptor());
        }
        throw new IllegalStateException("not described by a proto: " + call.getMethodDescriptor());
    }

    /** Whether it is gRPC, or gRPC for browsers. */
    static boolean framed(@Nullable MediaType type) {
        return type != null
                && GrpcSerializationFormats.values().stream().anyMatch((SerializationFormat f) -> f.isAccepted(type));
    }

    private static HttpResponse unsupported(ServiceRequestContext context, RequestHeaders headers, String wanted) {
        String found = headers.get(HttpHeaderNames.CONTENT_TYPE);
        String message = "expected " + wanted + " but found " + (found == null ? "none" : JsonFields.shown(found));
        return new ApiError(
                        ErrorCode.MALFORMED_REQUEST,
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        message,
                        null,
                        CorrelationId.of(context))
                .response()
                .toHttpResponse();
    }
}
