package io.billing4j.jdbc;

import io.billing4j.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which each statement is a transaction of its own, waits for locks for a limited time, and is run by a role that
 * may keep house. It has the advisory lock of whoever keeps house in this schema, and is given back as it came.
 */
final class UpkeepSession implements AutoCloseable {
    private static final String LOCK = "hashtextextended(?, 0)";
    private static final List<String> FUNCTIONS = List.of(
            "ensure_usage_partition",
            "upkeep_tenants",
            "upkeep_months",
            "upkeep_announce",
            "upkeep_confirm",
            "upkeep_delete_keys",
            "upkeep_keys_done",
            "upkeep_delete_rollups",
            "upkeep_needed_by",
            "upkeep_drop");

    private final Connection connection;
    private final String schema;
    private final boolean autoCommit;
    private final String lockTimeout;
    private boolean otherRole;
    private boolean locked;

    private UpkeepSession(Connection connection, String schema) throws SQLException {
        this.connection = connection;
        this.schema = schema;
        autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        lockTimeout = first("SELECT current_setting('lock_timeout')", UpkeepSession::text)
                .orElse("0");
    }

    static UpkeepSession on(Connection connection, String schema, Duration lockTimeout) throws SQLException {
        UpkeepSession session = new UpkeepSession(connection, schema);
        session.waitForLocks(lockTimeout.toMillis() + "ms");
        return session;
    }

    static List<String> grants(String schema, String role) {
        List<String> names = FUNCTIONS.stream()
                .map(function -> "\"" + schema + "\"." + function)
                .toList();
        return List.of(
                "GRANT USAGE ON SCHEMA \"" + schema + "\" TO \"" + role + "\"",
                "GRANT EXECUTE ON FUNCTION " + String.join(", ", names) + " TO \"" + role + "\"");
    }

    String schema() {
        return schema;
    }

    /**
     * Whether nobody else keeps house: until this is closed nobody else will.
     *
     * @throws io.billing4j.error.BillingException INSUFFICIENT_PRIVILEGE, SCHEMA_NOT_CURRENT
     */
    boolean begin() throws SQLException {
        becomeOneWhoMay();
        locked = first("SELECT pg_try_advisory_lock(" + LOCK + ")", row -> row.getBoolean(1), lockName())
                .orElse(false);
        return locked;
    }

    /** The role itself, if it was granted the functions, else their owner, if it may be that. */
    private void becomeOneWhoMay() throws SQLException {
        String role = first(
                        "SELECT CASE WHEN has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')"
                                + " THEN '' WHEN pg_has_role(p.proowner, 'SET') THEN quote_ident(pg_get_userbyid(p.proowner))"
                                + " ELSE '-' END FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                                + " WHERE n.nspname = ? AND p.proname = 'upkeep_drop'",
                        UpkeepSession::text,
                        schema)
                .orElseThrow(() -> ErrorCode.SCHEMA_NOT_CURRENT.because(
                        "the schema " + schema + " has no functions that keep house for usage"));
        if (role.equals("-")) {
            String own = first("SELECT current_user", UpkeepSession::text).orElse("");
            throw ErrorCode.INSUFFICIENT_PRIVILEGE.because(
                    "expected a role that may keep house for usage but found " + own
                            + "; take one of its own, for which an administrator has to run: "
                            + String.join("; ", grants(schema, "ROLE")));
        }
        if (!role.isEmpty()) {
            execute("SET ROLE " + role);
            otherRole = true;
        }
    }

    /** What the statement gives, row by row. */
    <T> List<T> all(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(row.read(result));
                }
                return rows;
            }
        }
    }

    /** What the first row gives, if there is one. */
    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        return all(sql, row, parameters).stream().findFirst();
    }

    @Override
    public void close() throws SQLException {
        try {
            if (locked) {
                first("SELECT pg_advisory_unlock(" + LOCK + ")", row -> row.getBoolean(1), lockName());
            }
        } finally {
            giveBack();
        }
    }

    /** Nobody who gets the connection next is to be the owner. */
    private void giveBack() throws SQLException {
        try {
            if (otherRole) {
                execute("RESET ROLE");
            }
        } finally {
            waitForLocks(lockTimeout);
            connection.setAutoCommit(autoCommit);
        }
    }

    static String text(ResultSet row) throws SQLException {
        return row.getString(1);
    }

    private String lockName() {
        return "io.billing4j.upkeep:" + schema;
    }

    private void waitForLocks(String atMost) throws SQLException {
        first("SELECT set_config('lock_timeout', ?, false)", UpkeepSession::text, atMost);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
