package io.billing4j.jdbc.internal;

import io.billing4j.error.BillingException;
import io.billing4j.error.Uncaught;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/** Transactions of the store's own, each on a connection of its own, run again when they lost to another one. */
public final class OwnedTransactions implements Transactions {
    private static final int ATTEMPTS = 3;

    private final DataSource dataSource;
    private final TransactionStart start;
    private final StatementWatch watch;
    private final BackOff backOff;

    /** Transactions on connections of the data source. */
    public OwnedTransactions(DataSource dataSource, StoreOptions options) {
        this.dataSource = dataSource;
        this.start = new TransactionStart(options);
        this.watch = options.watch();
        this.backOff = new BackOff();
    }

    @Override
    public <T> T run(TenantScope scope, Function<Session, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(scope, work);
            } catch (BillingException e) {
                if (attempt == ATTEMPTS || !SqlFailures.lostToAnother(e)) {
                    throw e;
                }
                backOff.pause(attempt);
            }
        }
    }

    @Override
    public boolean owned() {
        return true;
    }

    private <T> T once(TenantScope scope, Function<Session, T> work) {
        Connection connection = null;
        boolean committed = false;
        boolean autoCommit = true;
        try {
            connection = dataSource.getConnection();
            autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            OpenTransaction transaction = start.transaction(connection, scope, true);
            T result = transaction.use(work);
            long begun = watch.begin();
            commit(connection, begun);
            committed = true;
            tell(transaction, begun);
            return result;
        } catch (SQLException e) {
            throw SqlFailures.of(e);
        } finally {
            if (connection != null) {
                giveBack(connection, committed, autoCommit);
            }
        }
    }

    private void commit(Connection connection, long begun) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            watch.failed(Area.TRANSACTION, "COMMIT", begun, e);
            throw e;
        }
    }

    /** What is committed has not failed, and is not run again, whatever comes of telling it. */
    private void tell(OpenTransaction transaction, long begun) {
        Uncaught.guardAfterwards(() -> watch.ended(Area.TRANSACTION, "COMMIT", begun));
        transaction.committed();
    }

    /** A connection that cannot be given back properly is the pool's affair; what happened before stands. */
    private static void giveBack(Connection connection, boolean committed, boolean autoCommit) {
        try (connection) {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            // see above
        }
    }
}
