package io.billing4j.server;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCategory;
import io.billing4j.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Why a command did not do what it was asked for, in one line. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable ErrorCode code;
    private final @Nullable String field;

    CommandFailure(
            int status, @Nullable ErrorCode code, @Nullable String field, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
        this.field = field;
    }

    /** What somebody refused, in the words for people. */
    static CommandFailure of(RuntimeException failure, Configuration configuration) {
        if (!(failure instanceof BillingException refused)) {
            return new CommandFailure(
                    ExitStatus.UNAVAILABLE, null, null, StartFailure.line(failure, configuration), failure);
        }
        ErrorCategory category = refused.code().category();
        int status = switch (category) {
            case INVALID -> ExitStatus.MISUSED;
            case UNAVAILABLE -> ExitStatus.UNAVAILABLE;
            case NOT_FOUND, CONFLICT, PRECONDITION, INTERNAL -> ExitStatus.FAILED;
        };
        String at = refused.field() == null ? "" : " at " + refused.field();
        String line = category.isFailure() ? StartFailure.line(failure, configuration) : refused.detail();
        return new CommandFailure(status, refused.code(), refused.field(), refused.code() + at + ": " + line, failure);
    }

    /** What the process ends with. */
    int status() {
        return status;
    }

    /** The engine's word for it, if it has one. */
    @Nullable
    ErrorCode code() {
        return code;
    }

    /** What is to blame, if it is one thing. */
    @Nullable
    String field() {
        return field;
    }
}
