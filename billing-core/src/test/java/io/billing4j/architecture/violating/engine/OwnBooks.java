package io.billing4j.architecture.violating.engine;

import io.billing4j.architecture.violating.store.UnitOfWork;

/** A use case that keeps books itself. */
public final class OwnBooks implements UnitOfWork {
    @Override
    public void append(String line) {}
}
