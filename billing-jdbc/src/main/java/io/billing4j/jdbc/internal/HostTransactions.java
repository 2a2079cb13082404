package io.billing4j.jdbc.internal;

import io.billing4j.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work in a transaction that the host began and will end: behind a savepoint, so that a failure leaves the rest of the
 * host's work as it was, and with the session's settings as they were afterwards.
 */
public final class HostTransactions implements Transactions {
    private final HostConnection host;
    private final TransactionStart start;

    /** Work on the connection that the host gives. */
    public HostTransactions(HostConnection host, StoreOptions options) {
        this.host = host;
        this.start = new TransactionStart(options);
    }

    @Override
    public <T> T run(TenantScope scope, Function<Session, T> work) {
        return host.use(connection -> {
            try {
                return behindSavepoint(connection, scope, work);
            } catch (SQLException e) {
                throw SqlFailures.of(e);
            }
        });
    }

    @Override
    public boolean owned() {
        return false;
    }

    private <T> T behindSavepoint(Connection connection, TenantScope scope, Function<Session, T> work)
            throws SQLException {
        if (connection.getAutoCommit()) {
            throw ErrorCode.UNSUITABLE_TRANSACTION.because(
                    "the host's connection is in auto-commit mode: there is no transaction that the work could join");
        }
        Savepoint before = connection.setSavepoint();
        boolean done = false;
        try {
            Settings settings = Settings.of(connection);
            settings.requireReadCommitted();
            T result = start.transaction(connection, scope, false).use(work);
            settings.restore(connection);
            connection.releaseSavepoint(before);
            done = true;
            return result;
        } finally {
            if (!done) {
                undo(connection, before);
            }
        }
    }

    /** Going back to the savepoint also puts the settings back. */
    private static void undo(Connection connection, Savepoint before) {
        try {
            connection.rollback(before);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            // The connection is lost, and the host will find that out; what led here is on its way to it.
        }
    }

    /** What is set in the host's transaction and will be again. */
    private record Settings(@Nullable String tenant, String lockTimeout, String isolation) {
        private static final String READ = Area.TRANSACTION.marked("SELECT current_setting('billing.tenant', true),"
                + " current_setting('lock_timeout'), current_setting('transaction_isolation')");
        private static final String RESTORE = Area.TRANSACTION.marked(
                "SELECT set_config('billing.tenant', ?, true), set_config('lock_timeout', ?, true)");

        static Settings of(Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(READ);
                    ResultSet found = statement.executeQuery()) {
                found.next();
                return new Settings(found.getString(1), found.getString(2), found.getString(3));
            }
        }

        /** Why: see {@link TransactionStart}. PostgreSQL treats READ UNCOMMITTED as READ COMMITTED. */
        void requireReadCommitted() {
            if (!isolation.toLowerCase(Locale.ROOT).endsWith("committed")) {
                throw ErrorCode.UNSUITABLE_TRANSACTION.because(
                        "expected a transaction at READ COMMITTED but the host's is at " + isolation
                                + ", in which what others committed since it began cannot be seen");
            }
        }

        void restore(Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(RESTORE)) {
                // A setting that was never made cannot be unmade; to the policies empty is the same as none.
                statement.setString(1, Objects.requireNonNullElse(tenant, ""));
                statement.setString(2, lockTimeout);
                statement.execute();
            }
        }
    }
}
