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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a status into the error that the server meant, or into one that says what to do about it. */
final class ServerErrors {
    /** Whose codes are our own. */
    private static final String DOMAIN = "billing4j.io";

    /** Where the path of an error about the request begins. */
    private static final String EVENTS = "events";

    /** What our server gives as the reason of RESOURCE_EXHAUSTED where a request is too long, and of nothing else so. */
    private static final String TOO_LONG = ErrorCode.MALFORMED_REQUEST.name();

    /** From how many bytes on a limit of somebody else's is taken for one of length; 1 MiB, the least that is usual. */
    private static final int LONG = 1024 * 1024;

    /** How gRPC's own libraries say that a message is too long: those for Java, for Go and C++, for .NET. */
    private static final List<String> LENGTH =
            List.of("exceeds maximum size", "larger than max", "exceeds the maximum configured message size");

    private ServerErrors() {}

    /**
     * The error.
     *
     * @param events how many the call had
     * @param bytes how long its message was
     */
    static BillingException of(StatusRuntimeException failure, int events, int bytes) {
        return detail(failure, ErrorInfo.class)
                .filter(info -> info.getDomain().equals(DOMAIN))
                .map(info -> ofServer(failure, info, events))
                .orElseGet(() -> ofTransport(failure, events, bytes));
    }

    private static BillingException ofServer(StatusRuntimeException failure, ErrorInfo info, int events) {
        String reason = info.getReason();
        String said = Optional.ofNullable(failure.getStatus().getDescription()).orElse(reason);
        String message = said + " (correlation id " + info.getMetadataOrDefault("correlationId", "unknown") + ")";
        String field = field(failure);
        if (field != null && !field.startsWith(EVENTS)) {
            // A header that somebody has put on the channel: it would be wrong with any event.
            return passing(failure, ErrorCode.INTERNAL)
                    .because(reason + ": " + message, failure)
                    .within(field);
        }
        if (events > 1 && failure.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED && reason.equals(TOO_LONG)) {
            // Fewer events may do. One alone has the server's code, and is to blame.
            return ErrorCode.INVALID_BATCH.because(message, failure);
        }
        BillingException error = code(reason)
                .map(known -> known.because(message, failure))
                .orElseGet(() -> unknown(failure, field, reason + ": " + message));
        return field == null ? error : error.within(field);
    }

    /**
     * A code of a newer server. An event is to blame where the server names one; else it may be the books or the set-up, and
     * no event may be refused because of them. What passes is waited for, whatever it names.
     */
    private static BillingException unknown(StatusRuntimeException failure, @Nullable String field, String message) {
        return passing(failure, field == null ? ErrorCode.INTERNAL : ErrorCode.MALFORMED_REQUEST)
                .because(message, failure);
    }

    /** SERVER_UNAVAILABLE where the status says that it will pass, such as a limit of rate; else the other. */
    private static ErrorCode passing(StatusRuntimeException failure, ErrorCode other) {
        return switch (failure.getStatus().getCode()) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED -> ErrorCode.SERVER_UNAVAILABLE;
            default -> other;
        };
    }

    /** No server of ours has answered, or it got no further than its transport. */
    private static BillingException ofTransport(StatusRuntimeException failure, int events, int bytes) {
        Status status = failure.getStatus();
        String message = "the call ended with " + status.getCode()
                + (status.getDescription() == null ? "" : ": " + status.getDescription());
        if (tooLong(status, bytes)) {
            // With one the set-up is to blame: it is tried again, and given up where others are taken meanwhile.
            return (events > 1 ? ErrorCode.INVALID_BATCH : ErrorCode.INTERNAL).because(message, failure);
        }
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED, RESOURCE_EXHAUSTED ->
                ErrorCode.SERVER_UNAVAILABLE.because(message, failure);
            // A gateway before the server.
            case UNAUTHENTICATED -> ErrorCode.UNAUTHENTICATED.because(message, failure);
            case PERMISSION_DENIED -> ErrorCode.PERMISSION_DENIED.because(message, failure);
            default -> ErrorCode.INTERNAL.because(message, failure);
        };
    }

    /**
     * Whether fewer events would help. RESOURCE_EXHAUSTED alone does not tell: proxies and meshes say so of a limit of rate,
     * too, of which the halves of a batch would only use up more. So the words have to be about the length, or the request has
     * to be long; its halves soon are not. Proxies that look at the length of a request answer by HTTP alone, of which gRPC's
     * clients make a text.
     */
    private static boolean tooLong(Status status, int bytes) {
        String words = Objects.requireNonNullElse(status.getDescription(), "");
        return words.startsWith("HTTP status code 413")
                || (status.getCode() == Status.Code.RESOURCE_EXHAUSTED
                        && (bytes >= LONG || LENGTH.stream().anyMatch(words::contains)));
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
