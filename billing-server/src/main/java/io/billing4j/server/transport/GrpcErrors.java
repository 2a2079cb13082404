package io.billing4j.server.transport;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import com.linecorp.armeria.common.grpc.protocol.ArmeriaMessageDeframer;
import io.billing4j.error.ErrorCode;
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
        CorrelationId id = CorrelationId.of(context);
        if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            return told(context, Failures.ofStatus(HttpStatus.REQUEST_ENTITY_TOO_LARGE, id), cause, status, metadata);
        }
        if (unreadable(status)) {
            ApiError error = ApiError.of(ErrorCode.MALFORMED_REQUEST, "expected messages in frames of gRPC", null, id);
            return told(context, error, cause, Status.INVALID_ARGUMENT, metadata);
        }
        if (settled(status, cause)) {
            return null;
        }
        ApiError error = Failures.describe(cause, id);
        return told(context, error, cause, ErrorStatus.of(error.code()).grpc().toStatus(), metadata);
    }

    private static Status told(
            RequestContext context, ApiError failure, Throwable cause, Status status, Metadata metadata) {
        StreamState stream = StreamState.of(context);
        ApiError error = stream == null ? failure : stream.located(failure, cause);
        context.setAttr(ERROR, error);
        com.google.rpc.Status.Builder rich =
                error.status().toBuilder().setCode(status.getCode().value());
        if (stream != null) {
            rich.addDetails(Any.pack(stream.done()));
        }
        Metadata details = StatusProto.toStatusRuntimeException(rich.build()).getTrailers();
        metadata.merge(Objects.requireNonNull(details, "a rich status has trailers"));
        return status.withDescription(error.message());
    }

    /**
     * Whether a stream has frames that are none. The transport calls that an internal error of the server, and who found it is told
     * by the description alone.
     */
    private static boolean unreadable(Status status) {
        String description = status.getDescription();
        return status.getCode() == Status.Code.INTERNAL
                && description != null
                && description.startsWith(ArmeriaMessageDeframer.class.getName());
    }

    /** Whether gRPC has its own answer, which is right, or nobody listens any more. */
    private static boolean settled(Status status, Throwable cause) {
        if (cause.getCause() instanceof InvalidProtocolBufferException) {
            // The transport calls an unreadable message an internal error of the server.
            return false;
        }
        return status.getCode() != Status.Code.UNKNOWN || Failures.unheard(cause);
    }
}
