package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Plain statements: these tests are about what the database says, not about how the library asks. */
final class Sql {
    private Sql() {}

    /** Work with statements. */
    interface Work {
        void run() throws SQLException;
    }

    /** In a transaction under a tenant ({@code ""}: under none), committed. */
    static void inTenant(Connection connection, String tenant, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute(connection, "SELECT set_config('billing.tenant', '" + tenant + "', true)");
            work.run();
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static int update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    static long count(Connection connection, String sql) throws SQLException {
        return Long.parseLong(strings(connection, sql).get(0));
    }

    /** The first column of every row. */
    static List<String> strings(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** The SQLSTATE that the statement, alone in a transaction under the tenant, is refused with. */
    static String refusal(Connection connection, String tenant, String sql) throws SQLException {
        SQLException refusal = catchThrowableOfType(
                SQLException.class, () -> inTenant(connection, tenant, () -> execute(connection, sql)));
        return refusal == null ? "not refused: " + sql : refusal.getSQLState();
    }
}
