package io.billing4j.server.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.RequestCancellationException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.netty.util.AttributeKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what a call throws into a gRPC status with details, and leaves the error where {@link RestErrors} finds it. */
final class GrpcErrors implements GrpcExceptionHandlerFunction {
    private static final AttributeKey<ApiError> ERROR = AttributeKey.valueOf(GrpcErrors.class, "ERROR");

    /** The error that the request's call ended with, or null where the transport ended it by itself. */
    static @Nullable ApiError errorOf(RequestContext context) {
        return context.attr(ERROR);
    }

    @Override
    public @Nullable Status apply(RequestContext context, Status status, Throwable cause, Metadata metadata) {
        if (settled(status, cause)) {
            return null;
        }
        ApiError error = Failures.describe(cause, CorrelationId.of(context));
        context.setAttr(ERROR, error);
        Metadata details = StatusProto.toStatusRuntimeException(error.status()).getTrailers();
        metadata.merge(Objects.requireNonNull(details, "a rich status has trailers"));
        return ErrorStatus.of(error.code()).grpc().toStatus().withDescription(error.message());
    }

    /** Whether gRPC has its own answer, which is right, or nobody listens any more. */
    private static boolean settled(Status status, Throwable cause) {
        if (cause.getCause() instanceof InvalidProtocolBufferException) {
            // The transport calls an unreadable message an internal error of the server.
            return false;
        }
        return status.getCode() != Status.Code.UNKNOWN
                || cause instanceof ClosedStreamException
                || cause instanceof RequestCancellationException;
    }
}
