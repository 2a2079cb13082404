package io.billing4j.jdbc.internal;

import java.util.function.Function;

/** Runs work in a transaction: one of the store's own, or the host's. */
public interface Transactions {
    /** All that the work did, or, if it throws, nothing of it. */
    <T> T run(TenantScope scope, Function<Session, T> work);

    /** Whether they are the store's own, and committed when {@link #run} returns. */
    boolean owned();
}
