package io.billing4j.server;

import java.util.List;
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
    private static final List<Setting> LOGINS = List.of(
            Setting.DATABASE_USER,
            Setting.DATABASE_PASSWORD,
            Setting.DATABASE_OWNER_USER,
            Setting.DATABASE_OWNER_PASSWORD,
            Setting.DATABASE_MAINTENANCE_USER,
            Setting.DATABASE_MAINTENANCE_PASSWORD);

    /** As it was set; null for the embedded one. */
    static @Nullable DatabaseConfiguration of(SettingValues values) {
        String url = values.text(Setting.DATABASE_URL).orElse(null);
        DatabaseLogin application = new DatabaseLogin(
                values.text(Setting.DATABASE_USER).orElseThrow(),
                values.text(Setting.DATABASE_PASSWORD).orElse(null));
        DatabaseLogin owner = login(values, Setting.DATABASE_OWNER_USER, Setting.DATABASE_OWNER_PASSWORD);
        DatabaseLogin maintenance =
                login(values, Setting.DATABASE_MAINTENANCE_USER, Setting.DATABASE_MAINTENANCE_PASSWORD);
        if (url == null) {
            LOGINS.stream()
                    .filter(values::isChanged)
                    .findFirst()
                    .ifPresent(by -> values.require(Setting.DATABASE_URL, by));
            return null;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            values.refuse(Setting.DATABASE_URL, "expected jdbc:postgresql://host:port/database but found another kind");
        }
        return new DatabaseConfiguration(url, application, owner, maintenance);
    }

    /** Who keeps house for usage, if anybody does. */
    Optional<DatabaseLogin> keepsHouse() {
        return Optional.ofNullable(maintenance == null ? owner : maintenance);
    }

    private static @Nullable DatabaseLogin login(SettingValues values, Setting user, Setting password) {
        values.require(user, password);
        String secret = values.text(password).orElse(null);
        return values.text(user).map(name -> new DatabaseLogin(name, secret)).orElse(null);
    }
}
