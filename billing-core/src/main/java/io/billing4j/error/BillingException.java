package io.billing4j.error;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of this library. It says what was found and what was expected, under a code that does not change
 * and, where one input is to blame, with the path of its field ({@code charges[1].price.tiers[0].upTo}).
 */
public final class BillingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String field;
    private final String detail;

    BillingException(ErrorCode code, @Nullable String field, String detail, @Nullable Throwable cause) {
        super(code + (field == null ? "" : " at " + field) + ": " + detail, cause);
        this.code = code;
        this.field = field;
        this.detail = detail;
    }

    /** What is wrong. */
    public ErrorCode code() {
        return code;
    }

    /** Whether the same request may succeed later without any change. */
    public boolean retryable() {
        return code.retryable();
    }

    /** The path of the input to blame, or null where it is the request as a whole. */
    public @Nullable String field() {
        return field;
    }

    /** What was found and what was expected, in one sentence for a person; without the code and the field. */
    public String detail() {
        return detail;
    }

    /** The same error seen from outside: {@code within("charges[1]")} turns {@code tiers[0]} into {@code charges[1].tiers[0]}. */
    public BillingException within(String outer) {
        return about(field == null ? outer : outer + (field.startsWith("[") ? "" : ".") + field);
    }

    /**
     * The same error seen from inside: {@code inside("events[0]")} turns {@code events[0].quantity} into {@code quantity},
     * and {@code events[0]} into no field. An error about anything else stays as it is.
     */
    public BillingException inside(String outer) {
        if (field == null || !field.startsWith(outer)) {
            return this;
        }
        String rest = field.substring(outer.length());
        if (rest.isEmpty()) {
            return about(null);
        }
        return rest.startsWith(".") ? about(rest.substring(1)) : this;
    }

    private BillingException about(@Nullable String path) {
        BillingException moved = new BillingException(code, path, detail, getCause());
        moved.setStackTrace(getStackTrace());
        return moved;
    }
}
