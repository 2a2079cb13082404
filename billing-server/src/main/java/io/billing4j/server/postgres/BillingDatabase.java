package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.START_FAILED;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** The database {@code billing}, made on first use; connecting also proves that the password is the right one. */
final class BillingDatabase {

    private static final String NAME = "billing";
    private static final int TIMEOUT_SECONDS = 30;

    private BillingDatabase() {}

    static EmbeddedPostgresConnection ensure(int port, String user, String password) {
        EmbeddedPostgresConnection maintenance = EmbeddedPostgresConnection.to("postgres", port, user, password);
        try (Connection connection = open(maintenance);
                Statement statement = connection.createStatement()) {
            if (!exists(statement)) {
                statement.execute("CREATE DATABASE " + NAME);
            }
        } catch (SQLException e) {
            throw new EmbeddedPostgresException(
                    START_FAILED, maintenance + " to let us in with the stored password", e.toString(), e);
        }
        return EmbeddedPostgresConnection.to(NAME, port, user, password);
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (ResultSet found =
                statement.executeQuery("SELECT 1 FROM pg_catalog.pg_database WHERE datname = '" + NAME + "'")) {
            return found.next();
        }
    }

    private static Connection open(EmbeddedPostgresConnection target) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(target.jdbcUrl());
        source.setUser(target.user());
        source.setPassword(target.password());
        source.setConnectTimeout(TIMEOUT_SECONDS);
        source.setSocketTimeout(TIMEOUT_SECONDS);
        return source.getConnection();
    }
}
