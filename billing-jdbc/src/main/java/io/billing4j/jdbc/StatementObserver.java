package io.billing4j.jdbc;

/**
 * Is told of what a store has sent to the database; a host makes spans of a trace of it, or finds out what is slow. Calls come
 * from the threads that do the work, within their transactions, and must not block. What a call throws goes to the thread's
 * handler of uncaught exceptions and changes nothing else.
 */
@FunctionalInterface
public interface StatementObserver {
    /** Watches nothing, and costs nothing. */
    StatementObserver NONE = statement -> {};

    /** A statement has been executed, or has failed. */
    void ended(ObservedStatement statement);
}
