package io.billing4j.reporter;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.util.Set;

/** What it means for a batch that a sink threw something. */
enum Verdict {
    /** An event is to blame: sending it again cannot help. */
    REFUSED,
    /** No event is to blame: sending it again will help, some time. */
    UNAVAILABLE,
    /** Nobody knows: an event may be to blame, or the sink. */
    UNEXPECTED;

    private static final Set<ErrorCode> ABOUT_THE_SINK = Set.of(
            ErrorCode.TENANT_NOT_FOUND,
            ErrorCode.ROUTE_NOT_FOUND,
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.PERMISSION_DENIED);

    static Verdict of(Throwable thrown) {
        if (!(thrown instanceof BillingException error)) {
            return UNEXPECTED;
        }
        if (ABOUT_THE_SINK.contains(error.code())) {
            return UNAVAILABLE;
        }
        return switch (error.code().category()) {
            case INVALID, NOT_FOUND, CONFLICT, PRECONDITION -> REFUSED;
            case UNAVAILABLE -> UNAVAILABLE;
            case INTERNAL -> UNEXPECTED;
        };
    }
}
