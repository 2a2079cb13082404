package io.billing4j.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database of its own for a test class, on one PostgreSQL per test JVM: a copy of a template with the schema installed,
 * made in a few dozen milliseconds. Sessions are in St. John's (half an hour off every full hour), never in the JVM's zone,
 * so that a statement which leans on either shows. The server is stopped when the JVM ends, and its files are deleted after that.
 *
 * <p>Data sources open a connection per call; wrap them in a pool where that counts.
 *
 * @param name of the database
 * @param administrator connects as a superuser: policies do not hold
 * @param owner acts as the owner role: owns everything, and forced policies hold
 * @param application connects as the application role, as a store does
 */
public record TestDatabase(String name, DataSource administrator, DataSource owner, DataSource application) {
    /** Of every session. */
    public static final String SESSION_ZONE = "America/St_Johns";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** A new database with the schema of {@link SchemaSettings#defaults()} and no rows. */
    public static TestDatabase freshDatabase() {
        return create("TEMPLATE " + Server.TEMPLATE);
    }

    /** A new database without the schema. Its roles may exist: they belong to the server. */
    public static TestDatabase emptyDatabase() {
        return create("TEMPLATE template0");
    }

    /** Connects to this database as any role, without a password. */
    public DataSource as(String role) {
        return sessions(name, role, "");
    }

    private static TestDatabase create(String options) {
        String name = "test_" + DATABASES.incrementAndGet();
        Server.execute("postgres", "CREATE DATABASE " + name + " " + options);
        return of(name);
    }

    private static TestDatabase of(String name) {
        SchemaSettings settings = SchemaSettings.defaults();
        return new TestDatabase(
                name,
                sessions(name, "postgres", ""),
                sessions(name, "postgres", "SET ROLE " + settings.ownerRole()),
                sessions(name, settings.appRole(), ""));
    }

    /** Started, and the template installed, when the first test asks. */
    private static final class Server {
        static final String TEMPLATE = "billing_template";
        static final EmbeddedPostgres POSTGRES = start();

        static {
            execute("postgres", "CREATE DATABASE " + TEMPLATE);
            new SchemaInstaller(SchemaSettings.defaults()).install(of(TEMPLATE).administrator());
        }

        /** Waits ten minutes at most for a server that somebody has to stop yet; one that has died leaves its pid behind. */
        private static final String DELETE_ONCE_DOWN = """
                up() { kill -0 "$(head -n 1 "$0/postmaster.pid" 2>/dev/null)" 2>/dev/null; }
                turns=0
                while up && [ $turns -lt 600 ]; do sleep 1; turns=$((turns + 1)); done
                up || rm -rf "$0"
                """;

        private static EmbeddedPostgres start() {
            if (ZoneId.systemDefault().getId().equals(SESSION_ZONE)) {
                throw new IllegalStateException("the JVM's zone must differ from the sessions'");
            }
            try {
                Path data = Files.createTempDirectory("billing-jdbc-test-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(data)));
                return EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * Once the server is down, and without waiting for it: each database has 500 files, and a JVM that deletes those of hundreds
         * while others use the disk takes longer to end than it is given.
         */
        private static void delete(Path data) {
            try {
                new ProcessBuilder("sh", "-c", DELETE_ONCE_DOWN, data.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static void execute(String database, String sql) {
            try (Connection connection = sessions(database, "postgres", "").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The driver starts every session in the JVM's zone, so the zone is set afterwards, and what else comes first. */
    private static DataSource sessions(String database, String role, String first) {
        DataSource driver = Server.POSTGRES.getDatabase(role, database);
        return (DataSource) Proxy.newProxyInstance(
                TestDatabase.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(driver, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (result instanceof Connection connection) {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("SET TIME ZONE '" + SESSION_ZONE + "';" + first);
                        }
                    }
                    return result;
                });
    }
}
