package io.billing4j.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The administrator's connections, each acting as the owner until it is closed: what is created belongs to the owner,
 * and a pool gets its connection back in the role it lent it in.
 */
final class OwnerDataSource implements DataSource {
    private final DataSource administrator;
    private final String ownerRole;

    OwnerDataSource(DataSource administrator, String ownerRole) {
        this.administrator = administrator;
        this.ownerRole = ownerRole;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return asOwner(administrator.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return asOwner(administrator.getConnection(username, password));
    }

    private Connection asOwner(Connection connection) throws SQLException {
        try {
            execute(connection, "SET ROLE \"" + ownerRole + "\"");
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
        return (Connection) Proxy.newProxyInstance(
                OwnerDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && !connection.isClosed()) {
                        resetRole(connection);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void resetRole(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            // a role set in a transaction that is rolled back would come back with it
            connection.rollback();
        }
        execute(connection, "RESET ROLE");
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return administrator.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        administrator.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        administrator.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return administrator.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return administrator.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return administrator.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return administrator.isWrapperFor(type);
    }
}
