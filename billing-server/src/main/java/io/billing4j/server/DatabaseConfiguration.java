package io.billing4j.server;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of the operator's own.
 *
 * @param url {@code jdbc:postgresql://host:port/database}
 * @param application whom the store logs in as
 * @param owner who installs the schema at start; null where that is done elsewhere
 * @param maintenance who keeps house for usage; null where the owner does, or nobody where there is none
 */
record DatabaseConfiguration(
        String url,
        DatabaseLogin application,
        @Nullable DatabaseLogin owner,
        @Nullable DatabaseLogin maintenance) {
    /** Who keeps house for usage, if anybody does. */
    Optional<DatabaseLogin> keepsHouse() {
        return Optional.ofNullable(maintenance == null ? owner : maintenance);
    }
}
