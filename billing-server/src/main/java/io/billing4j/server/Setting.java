package io.billing4j.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that can be set: in a file under its {@link #key()}, over that in the environment under its {@link #variable()}. */
enum Setting {
    /** The port on 127.0.0.1. */
    SERVER_PORT("server.port", "port on 127.0.0.1, 8016 by default; 0 for a free one"),
    /** Where everything is kept. */
    DATA_DIRECTORY("data.directory", "where the embedded PostgreSQL and the log are kept, ./data by default"),
    /** The database to use. */
    DATABASE_URL("database.url", "jdbc:postgresql://... of your own PostgreSQL; the embedded one without it"),
    /** Whom the store's connections log in as. */
    DATABASE_USER("database.user", "application role, billing_app by default; it must not own anything"),
    /** Their password. */
    DATABASE_PASSWORD("database.password", "its password"),
    /** Who may migrate the schema. */
    DATABASE_OWNER_USER("database.owner-user", "who installs the schema at start; without, it must be current"),
    /** Their password. */
    DATABASE_OWNER_PASSWORD("database.owner-password", "its password"),
    /** Who may keep house for usage. */
    DATABASE_MAINTENANCE_USER(
            "database.maintenance-user",
            "who deletes usage past its retention; database.owner-user by default, if there is one"),
    /** Their password. */
    DATABASE_MAINTENANCE_PASSWORD("database.maintenance-password", "its password"),
    /** The size of the pool. */
    DATABASE_CONNECTIONS("database.connections", "connections in the pool, 2 to 1000, 10 by default"),
    /** How many bill at once in runs. */
    RUNS_WORKERS(
            "runs.workers",
            "who bill at once, 1 to connections less 4 (less 2 without runs.join), one per processor by default"),
    /** Whether runs of others are joined. */
    RUNS_JOIN("runs.join", "on or off: take part in runs that other nodes were asked for, on by default"),
    /** How often it looks for them. */
    RUNS_POLL_SECONDS("runs.poll-seconds", "how soon it finds a run if nothing wakes it, 1 to 3600, 10 by default"),
    /** Whether there is a demo. */
    DEMO("demo", "on or off: load and bill the tenant demo; on by default with the embedded PostgreSQL only");

    private final String key;
    private final String meaning;

    Setting(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /** Its name in a file, with a dot for each level: {@code database.owner-user}. */
    String key() {
        return key;
    }

    /** Its name in the environment: {@code BILLING_DATABASE_OWNER_USER}. */
    String variable() {
        return "BILLING_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What it is for, with its default, in one line. */
    String meaning() {
        return meaning;
    }

    /** The setting of this key, if there is one. */
    static Optional<Setting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }
}
