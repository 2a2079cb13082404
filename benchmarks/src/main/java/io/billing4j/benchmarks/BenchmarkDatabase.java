package io.billing4j.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.jdbc.SchemaInstaller;
import io.billing4j.jdbc.SchemaSettings;
import io.billing4j.server.postgres.EmbeddedPostgres;
import io.billing4j.server.postgres.EmbeddedPostgresConnection;
import io.billing4j.server.postgres.EmbeddedPostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL of its own with the schema installed, durable as in production: fsync, synchronous_commit and full_page_writes
 * are on. Product and limit run on the same one.
 */
public final class BenchmarkDatabase implements AutoCloseable {
    /** Room for the working set, and checkpoints by time; both serve product and limit alike. */
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", "1GB",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "30min",
            "wal_compression", "off",
            "pg_stat_statements.track_planning", "on",
            "shared_preload_libraries", "pg_stat_statements");

    private static final String PASSWORD = "benchmark";

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final EmbeddedPostgresConnection superuser;
    private final HikariDataSource application;
    private final String applicationUser;

    private BenchmarkDatabase(Path directory, EmbeddedPostgres postgres, EmbeddedPostgresConnection superuser) {
        this.directory = directory;
        this.postgres = postgres;
        this.superuser = superuser;
        SchemaSettings settings = SchemaSettings.defaults().withAppPassword(PASSWORD);
        new SchemaInstaller(settings).install(source(superuser));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(superuser.jdbcUrl());
        config.setUsername(settings.appRole());
        config.setPassword(PASSWORD);
        config.setMaximumPoolSize(32);
        this.application = new HikariDataSource(config);
        this.applicationUser = settings.appRole();
    }

    /** Starts one in a new directory below this one; it is gone when closed. */
    public static BenchmarkDatabase start(Path parent) {
        EmbeddedPostgres postgres = null;
        try {
            Files.createDirectories(parent);
            Path directory = Files.createTempDirectory(parent, "postgres-");
            postgres =
                    new EmbeddedPostgres(EmbeddedPostgresSettings.in(directory).withServerSettings(SETTINGS));
            return new BenchmarkDatabase(directory, postgres, postgres.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            if (postgres != null) {
                postgres.close();
            }
            throw e;
        }
    }

    /** Connections of the application role, pooled. */
    public DataSource application() {
        return application;
    }

    /** Where other processes find it. */
    public String url() {
        return superuser.jdbcUrl();
    }

    /** Whom the application logs in as. */
    public String applicationUser() {
        return applicationUser;
    }

    /** With which password. */
    public String applicationPassword() {
        return PASSWORD;
    }

    /** A connection of the superuser, to whom policies do not hold. */
    public Connection superuser() throws SQLException {
        return source(superuser).getConnection();
    }

    /** Where the data lies. */
    public Path directory() {
        return directory;
    }

    /** Ends the sessions of the application that are idle: only then the server counts all that they did. */
    void endSessions() {
        application.getHikariPoolMXBean().softEvictConnections();
    }

    /** Brings statistics up to date and all dirty pages to the disk, so that measurements begin alike. */
    public void settle() throws SQLException {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM (ANALYZE)");
            statement.execute("CHECKPOINT");
        }
    }

    /** The settings that decide what durable means, for the print. */
    public String durability() throws SQLException {
        StringBuilder shown = new StringBuilder();
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            for (String setting : List.of(
                    "server_version",
                    "fsync",
                    "synchronous_commit",
                    "full_page_writes",
                    "wal_sync_method",
                    "shared_buffers")) {
                try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
                    row.next();
                    shown.append(setting).append('=').append(row.getString(1)).append(' ');
                }
            }
        }
        return shown.toString().strip();
    }

    @Override
    public void close() {
        application.close();
        postgres.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataSource source(EmbeddedPostgresConnection login) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(login.jdbcUrl());
        source.setUser(login.user());
        source.setPassword(login.password());
        return source;
    }
}
