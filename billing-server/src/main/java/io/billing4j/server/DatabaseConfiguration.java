package io.billing4j.server;

import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of the operator's own.
 *
 * @param url {@code jdbc:postgresql://host:port/database}
 * @param application whom the store logs in as
 * @param owner who installs the schema at start; null where that is done elsewhere
 */
record DatabaseConfiguration(
        String url, DatabaseLogin application, @Nullable DatabaseLogin owner) {}
