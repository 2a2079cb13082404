package io.billing4j.testkit.history;

import org.jspecify.annotations.Nullable;

/** Something that a history must never come to. */
public final class HistoryFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String law;

    HistoryFailure(String law, String found, @Nullable Throwable cause) {
        super(law + ": " + found, cause);
        this.law = law;
    }

    /** What was broken, in the same words for every history that breaks it. */
    String law() {
        return law;
    }

    static void require(boolean holds, String law, Object found) {
        if (!holds) {
            throw new HistoryFailure(law, String.valueOf(found), null);
        }
    }
}
