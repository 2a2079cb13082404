package io.billing4j.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.billing4j.jdbc.SchemaInstaller;
import io.billing4j.jdbc.SchemaSettings;
import io.billing4j.server.postgres.EmbeddedPostgres;
import io.billing4j.server.postgres.EmbeddedPostgresConnection;
import io.billing4j.server.postgres.EmbeddedPostgresSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The books' database with the schema installed, and a pool of connections of the application role. */
final class Database implements AutoCloseable {
    private static final int ANSWER_SECONDS = 5;
    private static final int LOGIN_SECONDS = 10;
    // Longer than any of its statements: usage is deleted in chunks.
    private static final int MAINTENANCE_SECONDS = 3_600;
    // It may build an index over all that there is.
    private static final int MIGRATION_SECONDS = 86_400;
    private static final long SHORTEST_LOOK_MILLIS = 1_000;
    private static final int LOOKS_IN_A_WAIT = 5;

    private final @Nullable EmbeddedPostgres postgres;
    private final HikariDataSource pool;
    private final DataSource sessions;
    private final SchemaInstaller installer;
    private final @Nullable DataSource maintenance;
    private volatile boolean current;

    private Database(
            @Nullable EmbeddedPostgres postgres,
            String url,
            DatabaseLogin login,
            PoolConfiguration connections,
            SchemaInstaller installer,
            @Nullable DataSource maintenance) {
        this.postgres = postgres;
        // A wait for notifications has a timeout of its own.
        this.sessions = source(url, login, ANSWER_SECONDS);
        this.pool = pool(url, login, connections);
        this.installer = installer;
        this.maintenance = maintenance;
    }

    /** The one that is configured: ours in the data directory, or the operator's. */
    static Database of(Configuration configuration) {
        return configuration.database() == null
                ? embedded(configuration.postgresDirectory(), configuration.pool())
                : configured(configuration.database(), configuration.pool());
    }

    /**
     * Brings the schema of the configured database to this version.
     *
     * @return whether it was there already
     * @throws ConfigurationException where no owner is known, or no database is configured
     */
    static boolean migrate(Configuration configuration) {
        DatabaseConfiguration database = operators(configuration);
        if (database.owner() == null) {
            throw ConfigurationException.at(
                    Setting.DATABASE_OWNER_USER, "expected it to be set: only the owner can migrate");
        }
        DataSource owner = source(database.url(), database.owner(), MIGRATION_SECONDS);
        SchemaInstaller installer = installer(database);
        boolean current = installer.isCurrent(owner);
        installer.install(owner);
        return current;
    }

    /**
     * Whether the schema of the configured database is at this version.
     *
     * @throws ConfigurationException where no database is configured
     */
    static boolean isCurrent(Configuration configuration) {
        DatabaseConfiguration database = operators(configuration);
        return installer(database).isCurrent(source(database.url(), database.application(), ANSWER_SECONDS));
    }

    private static DatabaseConfiguration operators(Configuration configuration) {
        DatabaseConfiguration database = configuration.database();
        if (database == null) {
            throw ConfigurationException.at(
                    Setting.DATABASE_URL, "expected it to be set: whoever starts the embedded PostgreSQL migrates it");
        }
        return database;
    }

    private static SchemaInstaller installer(DatabaseConfiguration configuration) {
        SchemaSettings settings = SchemaSettings.defaults()
                .withRoles(
                        SchemaSettings.defaults().ownerRole(),
                        configuration.application().user());
        String password = configuration.application().password();
        return new SchemaInstaller(password == null ? settings : settings.withAppPassword(password));
    }

    /**
     * Starts a PostgreSQL of our own in the directory, and installs the schema.
     *
     * @throws io.billing4j.server.postgres.EmbeddedPostgresException if it does not start; nothing is left running
     */
    static Database embedded(Path directory, PoolConfiguration connections) {
        EmbeddedPostgres postgres = new EmbeddedPostgres(EmbeddedPostgresSettings.in(directory));
        try {
            EmbeddedPostgresConnection superuser = postgres.start();
            // Known to whoever knows the superuser's, which is kept with the data: there is no second secret to lose.
            String password = DerivedPassword.of(superuser.password(), "billing_app");
            SchemaSettings settings = SchemaSettings.defaults().withAppPassword(password);
            SchemaInstaller installer = new SchemaInstaller(settings);
            DatabaseLogin administrator = new DatabaseLogin(superuser.user(), superuser.password());
            installer.install(source(superuser.jdbcUrl(), administrator, MIGRATION_SECONDS));
            DatabaseLogin application = new DatabaseLogin(settings.appRole(), password);
            DataSource maintenance = source(superuser.jdbcUrl(), administrator, MAINTENANCE_SECONDS);
            return new Database(postgres, superuser.jdbcUrl(), application, connections, installer, maintenance);
        } catch (RuntimeException | Error e) {
            postgres.close();
            throw e;
        }
    }

    /**
     * Reaches a PostgreSQL of the operator's, and installs the schema where an owner is known.
     *
     * @throws io.billing4j.error.BillingException STORE_UNAVAILABLE, SCHEMA_NOT_CURRENT, INSUFFICIENT_PRIVILEGE or
     *     ROLE_BYPASSES_POLICIES
     */
    static Database configured(DatabaseConfiguration configuration, PoolConfiguration connections) {
        SchemaInstaller installer = installer(configuration);
        if (configuration.owner() != null) {
            installer.install(source(configuration.url(), configuration.owner(), MIGRATION_SECONDS));
        }
        return new Database(
                null,
                configuration.url(),
                configuration.application(),
                connections,
                installer,
                configuration
                        .keepsHouse()
                        .map(login -> source(configuration.url(), login, MAINTENANCE_SECONDS))
                        .orElse(null));
    }

    /** Connections of the application role. */
    DataSource pool() {
        return pool;
    }

    /** Has the pool show there how many connections are taken, and how long is waited for one. */
    void measure(MeterRegistry meters) {
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
    }

    /** Connections of a role that keeps house for usage, if one is known. */
    Optional<DataSource> maintenance() {
        return Optional.ofNullable(maintenance);
    }

    /** Connections of the application role outside of the pool, for those who keep theirs. */
    DataSource sessions() {
        return sessions;
    }

    /** Whether it answers within a few seconds. */
    boolean answers() {
        // Not of the pool, which is empty where there is much to do.
        try (Connection connection = sessions.getConnection()) {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether all migrations are applied. Once they are they stay: migrations only go forward. */
    boolean isCurrent() {
        if (!current) {
            // Not of the pool either.
            current = installer.isCurrent(sessions);
        }
        return current;
    }

    /** Completes exceptionally when the embedded PostgreSQL has been given up; never for a configured one. */
    CompletableFuture<Void> lost() {
        return postgres == null ? new CompletableFuture<>() : postgres.onExit();
    }

    /** Closes the pool, then stops the embedded PostgreSQL if there is one. */
    @Override
    public void close() {
        try {
            pool.close();
        } finally {
            if (postgres != null) {
                postgres.close();
            }
        }
    }

    /**
     * Connections that give up a server that falls silent, from the first packet on.
     *
     * @param seconds how long a statement may take
     */
    private static DataSource source(String url, DatabaseLogin login, int seconds) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(login.user());
        source.setPassword(login.password());
        source.setConnectTimeout(ANSWER_SECONDS);
        source.setLoginTimeout(seconds > LOGIN_SECONDS ? LOGIN_SECONDS : 0);
        source.setSocketTimeout(seconds);
        // One that is gone without a word is noticed before that, where statements may take long.
        source.setTcpKeepAlive(true);
        return source;
    }

    private static HikariDataSource pool(String url, DatabaseLogin login, PoolConfiguration connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("billing");
        config.setJdbcUrl(url);
        config.setUsername(login.user());
        config.setPassword(login.password());
        // Between transactions; while one lasts, the store says whose it is.
        config.addDataSourceProperty("ApplicationName", "billing4j");
        config.setMaximumPoolSize(connections.connections());
        // A database that is away at the start is found by the first who needs it.
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(connections.patience().toMillis());
        // Several that are dead are found in the time of one wait.
        config.setValidationTimeout(
                Math.max(SHORTEST_LOOK_MILLIS, connections.patience().toMillis() / LOOKS_IN_A_WAIT));
        // Also of a server that falls silent in the middle: else its connections, and who waits, were lost for good.
        config.addDataSourceProperty(
                "socketTimeout", Long.toString(connections.answer().toSeconds()));
        return new HikariDataSource(config);
    }
}
