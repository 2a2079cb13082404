package io.billing4j.architecture.violating.store;

/** A port. */
public interface UnitOfWork {
    void append(String line);
}
