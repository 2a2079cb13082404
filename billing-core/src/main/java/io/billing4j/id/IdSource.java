package io.billing4j.id;

import java.util.UUID;

/** Gives ids for documents, runs, events and audit entries. A test may give its own. */
@FunctionalInterface
public interface IdSource {
    /** A new UUID, never given before. */
    UUID next();
}
