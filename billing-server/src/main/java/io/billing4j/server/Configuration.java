package io.billing4j.server;

import io.billing4j.server.transport.BillingServer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the process runs, validated.
 *
 * @param port on the loopback interface; 0 for a free one
 * @param dataDirectory absolute: the embedded PostgreSQL and the log are kept here
 * @param database the operator's own; null for the embedded one
 * @param connections in the pool
 * @param runs how runs are billed
 * @param demo whether the tenant {@code demo} is loaded and billed
 */
record Configuration(
        int port,
        Path dataDirectory,
        @Nullable DatabaseConfiguration database,
        int connections,
        RunConfiguration runs,
        boolean demo) {
    private static final int CONNECTIONS = 10;

    /**
     * From a YAML file, if there is one, and over that the environment.
     *
     * @param base that relative paths start from
     * @throws ConfigurationException at the first setting that cannot be used
     */
    static Configuration read(@Nullable Path file, Map<String, String> environment, Path base) {
        SettingValues values = SettingValues.read(file, environment);
        DatabaseConfiguration database = database(values);
        int connections = values.number(Setting.DATABASE_CONNECTIONS, 2, 1_000, CONNECTIONS);
        return new Configuration(
                values.number(Setting.SERVER_PORT, 0, 65_535, BillingServer.DEFAULT_PORT),
                directory(values, base),
                database,
                connections,
                RunConfiguration.of(values, connections, Runtime.getRuntime().availableProcessors()),
                values.on(Setting.DEMO, database == null));
    }

    /** Where the log goes. */
    Path logDirectory() {
        return dataDirectory.resolve("log");
    }

    /** Where the embedded PostgreSQL lives. */
    Path postgresDirectory() {
        return dataDirectory.resolve("postgres");
    }

    private static Path directory(SettingValues values, Path base) {
        String text = values.text(Setting.DATA_DIRECTORY).orElse("data");
        try {
            return base.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw ConfigurationException.at(Setting.DATA_DIRECTORY, "expected a path but found '" + text + "'");
        }
    }

    private static @Nullable DatabaseConfiguration database(SettingValues values) {
        String url = values.text(Setting.DATABASE_URL).orElse(null);
        if (url == null) {
            for (Setting other : new Setting[] {
                Setting.DATABASE_USER,
                Setting.DATABASE_PASSWORD,
                Setting.DATABASE_OWNER_USER,
                Setting.DATABASE_OWNER_PASSWORD,
                Setting.DATABASE_MAINTENANCE_USER,
                Setting.DATABASE_MAINTENANCE_PASSWORD
            }) {
                if (values.text(other).isPresent()) {
                    throw ConfigurationException.at(
                            Setting.DATABASE_URL, "expected it to be set, since " + other.key() + " is");
                }
            }
            return null;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw ConfigurationException.at(
                    Setting.DATABASE_URL, "expected jdbc:postgresql://host:port/database but found another kind");
        }
        return new DatabaseConfiguration(
                url,
                new DatabaseLogin(
                        values.text(Setting.DATABASE_USER).orElse("billing_app"),
                        values.text(Setting.DATABASE_PASSWORD).orElse(null)),
                login(values, Setting.DATABASE_OWNER_USER, Setting.DATABASE_OWNER_PASSWORD),
                login(values, Setting.DATABASE_MAINTENANCE_USER, Setting.DATABASE_MAINTENANCE_PASSWORD));
    }

    private static @Nullable DatabaseLogin login(SettingValues values, Setting user, Setting password) {
        return values.text(user)
                .map(name -> new DatabaseLogin(name, values.text(password).orElse(null)))
                .orElse(null);
    }
}
