package io.billing4j.server.transport;

import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.FieldRule;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Between what a number lies.
 *
 * @param least null for no bound, as the others
 * @param code of what lies outside
 */
record NumberBounds(
        @Nullable BigDecimal least,
        @Nullable BigDecimal most,
        @Nullable BigDecimal above,
        ErrorCode code) {
    /** The bounds of a rule, or null where it has none. */
    static @Nullable NumberBounds of(FieldRule rule) {
        NumberBounds bounds = new NumberBounds(
                bound(rule.getAtLeast()),
                bound(rule.getAtMost()),
                bound(rule.getAbove()),
                rule.getCode().isEmpty() ? ErrorCode.INVALID_NUMBER : ErrorCode.valueOf(rule.getCode()));
        return bounds.least == null && bounds.most == null && bounds.above == null ? null : bounds;
    }

    /** Refuses what lies outside. */
    void check(BigDecimal value) {
        boolean low = least != null && value.compareTo(least) < 0;
        boolean high = most != null && value.compareTo(most) > 0;
        boolean notAbove = above != null && value.compareTo(above) <= 0;
        if (low || high || notAbove) {
            throw code.because("expected " + words() + " but found " + JsonFields.shown(value.toPlainString()));
        }
    }

    private String words() {
        if (least != null && most != null) {
            return least + " to " + most;
        }
        if (most != null) {
            return "at most " + most;
        }
        return least != null ? least + " or more" : "more than " + above;
    }

    private static @Nullable BigDecimal bound(String text) {
        return text.isEmpty() ? null : new BigDecimal(text);
    }
}
