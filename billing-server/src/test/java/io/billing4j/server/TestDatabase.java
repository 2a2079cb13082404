package io.billing4j.server;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own for a test, with the schema and no rows, on one PostgreSQL per test JVM. Sessions are in St. John's,
 * never in the JVM's zone, so that a statement which leans on either shows. The server is stopped, and its files deleted,
 * when the JVM ends.
 *
 * @param url of the database, for the driver
 */
public record TestDatabase(String url) {
    /** The role that a store connects as. */
    public static final String APP_ROLE = SchemaSettings.defaults().appRole();

    /** Its password. */
    public static final String APP_PASSWORD = "of no use elsewhere";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** A new database. */
    public static TestDatabase fresh() {
        String name = "test_" + DATABASES.incrementAndGet();
        Server.execute("CREATE DATABASE " + name + " TEMPLATE " + Server.TEMPLATE);
        return new TestDatabase(Server.url(name));
    }

    /** A few connections of the application role. */
    public HikariDataSource pool() {
        return pool(url, APP_ROLE, APP_PASSWORD);
    }

    /** A few connections of a role, by its password. */
    public static HikariDataSource pool(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(4);
        config.setConnectionInitSql("SET TIME ZONE 'America/St_Johns'");
        return new HikariDataSource(config);
    }

    /** The one number that a statement gives to a superuser, whom no policy keeps from anything. */
    public long number(String sql) throws SQLException {
        try (Connection connection = superuser(url).getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Does as a superuser what the application may not, past triggers and foreign keys too. */
    public void administer(String... statements) {
        try (Connection connection = superuser(url).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    private static PGSimpleDataSource superuser(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(Server.ADMIN.user());
        source.setPassword(Server.ADMIN.password());
        return source;
    }

    /** Started, and the template installed, when the first test asks. */
    private static final class Server {
        static final String TEMPLATE = "billing_template";
        static final EmbeddedPostgresConnection ADMIN = start();

        static {
            execute("CREATE DATABASE " + TEMPLATE);
            new SchemaInstaller(SchemaSettings.defaults().withAppPassword(APP_PASSWORD))
                    .install(superuser(url(TEMPLATE)));
        }

        static String url(String database) {
            return ADMIN.jdbcUrl().substring(0, ADMIN.jdbcUrl().lastIndexOf('/') + 1) + database;
        }

        static void execute(String sql) {
            try (Connection connection = superuser(ADMIN.jdbcUrl()).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static EmbeddedPostgresConnection start() {
            Path home = reachableDirectory();
            // Here it is never PostgreSQL that is killed.
            EmbeddedPostgres postgres = new EmbeddedPostgres(EmbeddedPostgresSettings.in(home)
                    .withServerSettings(Map.of("fsync", "off", "full_page_writes", "off")));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                postgres.close();
                delete(home);
            }));
            return postgres.start();
        }
    }

    /** A temporary directory that other users may pass through, unlike JUnit's. */
    public static Path reachableDirectory() {
        try {
            Path directory = Files.createTempDirectory("billing-server-test-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            return directory.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a directory with all that is in it. */
    public static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
