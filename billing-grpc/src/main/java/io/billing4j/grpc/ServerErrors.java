package io.billing4j.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a status into the error that the server meant, or into one that says what to do about it. */
final class ServerErrors {
    /** Whose codes are our own. */
    private static final String DOMAIN = "billing4j.io";

    /** Where the path of an error about the request begins. */
    private static final String EVENTS = "events";

    private ServerErrors() {}

    /**
     * The error.
     *
     * @param events how many the call had
     */
    static BillingException of(StatusRuntimeException failure, int events) {
        return detail(failure, ErrorInfo.class)
                .filter(info -> info.getDomain().equals(DOMAIN))
                .map(info -> ofServer(failure, info, events))
                .orElseGet(() -> ofTransport(failure, events));
    }

    private static BillingException ofServer(StatusRuntimeException failure, ErrorInfo info, int events) {
        String reason = info.getReason();
        String said = Optional.ofNullable(failure.getStatus().getDescription()).orElse(reason);
        String message = said + " (correlation id " + info.getMetadataOrDefault("correlationId", "unknown") + ")";
        String field = field(failure);
        if (field != null && !field.startsWith(EVENTS)) {
            // A header that somebody has put on the channel: it would be wrong with any event.
            return ErrorCode.INTERNAL.because(reason + ": " + message, failure).within(field);
        }
        if (events > 1 && failure.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            // The request is too long, and fewer events may do. One alone has the server's code, and is to blame.
            return ErrorCode.INVALID_BATCH.because(message, failure);
        }
        BillingException error = code(reason)
                .map(known -> known.because(message, failure))
                .orElseGet(() -> unknown(failure, field, reason + ": " + message));
        return field == null ? error : error.within(field);
    }

    /**
     * A code of a newer server. An event is to blame where the server names one; else it may be the books or the set-up, and
     * no event may be refused because of them.
     */
    private static BillingException unknown(StatusRuntimeException failure, @Nullable String field, String message) {
        if (failure.getStatus().getCode() == Status.Code.UNAVAILABLE) {
            return ErrorCode.SERVER_UNAVAILABLE.because(message, failure);
        }
        return (field == null ? ErrorCode.INTERNAL : ErrorCode.MALFORMED_REQUEST).because(message, failure);
    }

    /** No server of ours has answered, or it got no further than its transport. */
    private static BillingException ofTransport(StatusRuntimeException failure, int events) {
        Status status = failure.getStatus();
        String message = "the call ended with " + status.getCode()
                + (status.getDescription() == null ? "" : ": " + status.getDescription());
        if (tooLarge(status)) {
            return (events > 1 ? ErrorCode.INVALID_BATCH : ErrorCode.INTERNAL).because(message, failure);
        }
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED ->
                ErrorCode.SERVER_UNAVAILABLE.because(message, failure);
            default -> ErrorCode.INTERNAL.because(message, failure);
        };
    }

    /**
     * A message that is too large, or a quota that is used up: fewer events help against the first. Where one alone is refused
     * nobody knows which of the two it is: it is INTERNAL, so that a reporter tries again, and gives the event up where others
     * are taken meanwhile. Proxies that look at the length of the request answer by HTTP alone, of which gRPC's clients make
     * a text.
     */
    private static boolean tooLarge(Status status) {
        String description = status.getDescription();
        return status.getCode() == Status.Code.RESOURCE_EXHAUSTED
                || (description != null && description.startsWith("HTTP status code 413"));
    }

    private static @Nullable String field(StatusRuntimeException failure) {
        return detail(failure, BadRequest.class)
                .filter(bad -> bad.getFieldViolationsCount() > 0)
                .map(bad -> bad.getFieldViolations(0).getField())
                .filter(path -> !path.isEmpty())
                .orElse(null);
    }

    private static <T extends Message> Optional<T> detail(StatusRuntimeException failure, Class<T> type) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        if (status == null) {
            return Optional.empty();
        }
        return status.getDetailsList().stream()
                .filter(any -> any.is(type))
                .findFirst()
                .flatMap(any -> unpacked(any, type));
    }

    private static <T extends Message> Optional<T> unpacked(Any any, Class<T> type) {
        try {
            return Optional.of(any.unpack(type));
        } catch (InvalidProtocolBufferException e) {
            // Not what it says it is: then the status has to do.
            return Optional.empty();
        }
    }

    private static Optional<ErrorCode> code(String name) {
        try {
            return Optional.of(ErrorCode.valueOf(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
