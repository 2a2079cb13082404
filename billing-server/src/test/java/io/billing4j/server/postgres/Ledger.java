package io.billing4j.server.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A table with one row per commit, and the few statements that the tests need. */
final class Ledger {

    private Ledger() {}

    static Connection connect(EmbeddedPostgresConnection to) throws SQLException {
        return DriverManager.getConnection(to.jdbcUrl(), to.user(), to.password());
    }

    static void create(EmbeddedPostgresConnection at) throws SQLException {
        try (Connection connection = connect(at);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS ledger (entry bigint PRIMARY KEY)");
        }
    }

    /** Commits these entries one by one. */
    static void commit(EmbeddedPostgresConnection at, long first, long last) throws SQLException {
        try (Connection connection = connect(at)) {
            for (long entry = first; entry <= last; entry++) {
                commit(connection, entry);
            }
        }
    }

    static void commit(Connection connection, long entry) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger VALUES (?)")) {
            insert.setLong(1, entry);
            insert.executeUpdate();
        }
    }

    static long count(EmbeddedPostgresConnection at) throws SQLException {
        return Long.parseLong(query(at, "SELECT count(*) FROM ledger"));
    }

    /** The first column of the first row. */
    static String query(EmbeddedPostgresConnection at, String sql) throws SQLException {
        try (Connection connection = connect(at)) {
            return query(connection, sql);
        }
    }

    static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
