package io.billing4j.server.transport;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a request.
 *
 * @param field path of the input to blame, or null where it is the request as a whole
 * @param message what was found and what was expected; nothing about the inside of the server
 */
record Fault(ErrorCode code, @Nullable String field, String message) {
    // A gRPC error travels in headers, whose size clients limit to some kilobytes.
    private static final int LONGEST = 500;

    Fault {
        message = shortened(message);
        field = field == null ? null : shortened(field);
    }

    /** What a refusal says; its own field does not count. */
    static Fault of(BillingException refused, @Nullable String field) {
        return new Fault(refused.code(), field, refused.detail());
    }

    /** The same fault about an input. */
    Fault at(String path) {
        return new Fault(code, path, message);
    }

    /** The same fault seen from outside. */
    Fault within(String outer) {
        return at(field == null ? outer : JsonFields.path(outer, field));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
