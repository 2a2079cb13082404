package io.billing4j.store;

/** How a customer is held until the transaction ends. */
public enum CustomerLock {
    /** By one command alone. */
    EXCLUSIVE,
    /** By any number of ingestions, and by no command meanwhile. */
    SHARED
}
