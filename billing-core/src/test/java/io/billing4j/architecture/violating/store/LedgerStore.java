package io.billing4j.architecture.violating.store;

/** A port that is none: nobody could put another store in its place. */
public abstract class LedgerStore {
    public abstract void append(String line);
}
