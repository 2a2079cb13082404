package io.billing4j.server.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseCompleteException;
import com.linecorp.armeria.common.ShuttingDownException;
import com.linecorp.armeria.common.TimeoutException;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import com.linecorp.armeria.common.stream.CancelledSubscriptionException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.RequestCancellationException;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCategory;
import io.billing4j.error.ErrorCode;
import io.billing4j.server.tracing.LogFields;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a client is told about a failure. What it is not told goes to the log, under the correlation id. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** How the transport tells that the client has gone, or has its answer while the rest of its stream is dropped. */
    private static final List<Class<? extends Throwable>> GONE = List.of(
            ClosedStreamException.class,
            CancelledSubscriptionException.class,
            AbortedStreamException.class,
            ResponseCompleteException.class,
            RequestCancellationException.class);

    private Failures() {}

    /** Whether this only says that nobody waits for an answer any more. */
    static boolean unheard(Throwable failure) {
        return GONE.stream().anyMatch(type -> type.isInstance(failure))
                || (failure instanceof StatusRuntimeException ended
                        && ended.getStatus().getCode() == Status.Code.CANCELLED);
    }

    /** The failure as the client sees it. */
    static ApiError describe(Throwable failure, CorrelationId id) {
        if (failure instanceof BillingException refused) {
            return refusal(refused, id);
        }
        if (failure instanceof RequestFaults refused) {
            return ApiError.of(refused.faults(), id);
        }
        if (caused(failure, InvalidProtocolBufferException.class)) {
            return ApiError.of(ErrorCode.MALFORMED_REQUEST, "the message is not of this call's type", null, id);
        }
        if (caused(failure, ContentTooLargeException.class)) {
            return ofStatus(HttpStatus.REQUEST_ENTITY_TOO_LARGE, id);
        }
        if (failure instanceof TimeoutException || failure instanceof ShuttingDownException) {
            return ofStatus(HttpStatus.SERVICE_UNAVAILABLE, id);
        }
        return internal(ErrorCode.INTERNAL, failure, id);
    }

    /** The error for a status that the transport chose by itself. */
    static ApiError ofStatus(HttpStatus status, CorrelationId id) {
        if (status.equals(HttpStatus.NOT_FOUND)) {
            return new ApiError(ErrorCode.ROUTE_NOT_FOUND, status, "there is nothing at this address", null, id);
        }
        if (status.equals(HttpStatus.METHOD_NOT_ALLOWED)) {
            return new ApiError(
                    ErrorCode.ROUTE_NOT_FOUND, status, "this address does not know the request's method", null, id);
        }
        if (status.equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)) {
            ServiceRequestContext context = ServiceRequestContext.currentOrNull();
            return tooLong(context == null ? 0 : context.config().maxRequestLength(), id);
        }
        if (status.isClientError()) {
            return new ApiError(ErrorCode.MALFORMED_REQUEST, status, reason(status), null, id);
        }
        if (status.equals(HttpStatus.SERVICE_UNAVAILABLE)) {
            return ApiError.of(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "the server is stopping, or the work took longer than it allows; the work may have been done",
                    null,
                    id);
        }
        return new ApiError(ErrorCode.INTERNAL, status, hidden(), null, id);
    }

    /**
     * The error for what is too long.
     *
     * @param longest what may be, in bytes; 0 where that is not known
     */
    static ApiError tooLong(long longest, CorrelationId id) {
        String expected = "expected a request, or in a stream a message, of "
                + (longest == 0 ? "fewer" : "at most " + longest) + " bytes";
        return new ApiError(ErrorCode.MALFORMED_REQUEST, HttpStatus.REQUEST_ENTITY_TOO_LARGE, expected, null, id);
    }

    private static ApiError refusal(BillingException refused, CorrelationId id) {
        ErrorCategory category = refused.code().category();
        if (category == ErrorCategory.INTERNAL) {
            return internal(refused.code(), refused, id);
        }
        // Of the caller's own making, so there is nothing to hide, and a flood of them is not to fill the log.
        if (category == ErrorCategory.UNAVAILABLE && refused.code() != ErrorCode.TOO_MANY_REQUESTS) {
            // The detail may name hosts and connections.
            log(refused, id);
            return ApiError.of(refused.code(), "the same request may succeed later", refused.field(), id);
        }
        return ApiError.of(refused.code(), refused.detail(), refused.field(), id);
    }

    private static ApiError internal(ErrorCode code, Throwable failure, CorrelationId id) {
        log(failure, id);
        return ApiError.of(code, hidden(), null, id);
    }

    private static void log(Throwable failure, CorrelationId id) {
        LogFields.on(LOG.atError().setCause(failure), LogFields.CORRELATION_ID, id.value())
                .log("a request failed");
    }

    private static String hidden() {
        return "the server failed; its log has the reason under the correlation id";
    }

    private static String reason(HttpStatus status) {
        return "the request is refused: " + status.code() + " " + status.reasonPhrase();
    }

    private static boolean caused(@Nullable Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
