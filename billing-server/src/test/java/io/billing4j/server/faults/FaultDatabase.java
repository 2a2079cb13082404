package io.billing4j.server.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.postgres.EmbeddedPostgresConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of one test.
 *
 * @param url for the driver
 * @param admin its superuser, whom no policy keeps from anything
 */
record FaultDatabase(String name, String url, EmbeddedPostgresConnection admin) {
    /** The database with this name on the server. */
    static FaultDatabase on(EmbeddedPostgresConnection admin, String name) {
        String server = admin.jdbcUrl().substring(0, admin.jdbcUrl().lastIndexOf('/') + 1);
        return new FaultDatabase(name, server + name, admin);
    }

    /** Connections of the application role, under a name by which the server's sessions can be told apart. */
    HikariDataSource pool(String application) {
        return pool(url, application, TestDatabase.APP_PASSWORD);
    }

    /** The same for whoever knows only the URL. Sessions are in another zone than the JVM. */
    static HikariDataSource pool(String url, String application, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(TestDatabase.APP_ROLE);
        config.setPassword(password);
        config.addDataSourceProperty("ApplicationName", application);
        config.setMaximumPoolSize(6);
        config.setMinimumIdle(0);
        // A server that is being started again is waited for.
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(20_000);
        config.setConnectionInitSql("SET TIME ZONE 'America/St_Johns'");
        return new HikariDataSource(config);
    }

    /** One connection at a time of the superuser. */
    DataSource superuser() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(admin.user());
        source.setPassword(admin.password());
        return source;
    }

    /** The one number that a statement gives. */
    long number(String sql) {
        return Long.parseLong(rows(sql).get(0));
    }

    /** The first column of all rows. */
    List<String> rows(String sql) {
        try (Connection connection = superuser().getConnection()) {
            return rows(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The same as somebody sees it who is in a transaction. */
    static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // The tables were filled a moment ago, and the planner takes them for empty.
            statement.execute("SET TIME ZONE 'UTC'; SET search_path = billing; SET enable_nestloop = off");
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        }
    }

    /** Does what the application may not, past triggers and foreign keys too. */
    void tamper(String... statements) {
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica; SET search_path = billing, public");
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    /** How many sessions of this application are in a transaction that has written, and wait for their client. */
    long inTransaction(String application) {
        return number(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '"
                        + application + "' AND state = 'idle in transaction' AND backend_xid IS NOT NULL");
    }

    /** How many sessions of this application wait for a lock. */
    long waiting(String application) {
        return number(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '"
                        + application + "' AND wait_event_type = 'Lock'");
    }

    /** How many sessions this application has. */
    long sessions(String application) {
        return number(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '"
                        + application + "'");
    }
}
