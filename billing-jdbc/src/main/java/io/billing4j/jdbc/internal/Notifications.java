package io.billing4j.jdbc.internal;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What the server has sent to a session of pgjdbc by itself: {@code PGConnection.getNotifications}. It is called by its name, since
 * the driver's root package names annotations that are not among its dependencies, of which javac warns whoever compiles with it.
 *
 * @param connection of pgjdbc, a {@code PGConnection}
 */
record Notifications(Object connection) {
    private static final String TYPE = "org.postgresql.PGConnection";

    /** Of a connection that is one of pgjdbc, or unwraps to one. */
    static Notifications of(Connection connection) throws SQLException {
        try {
            return new Notifications(connection.unwrap(Class.forName(TYPE)));
        } catch (ClassNotFoundException e) {
            throw new SQLException("expected a connection of pgjdbc", e);
        }
    }

    /** Waits until there is one, or for so long; whether there was one. Nothing is sent to the server. */
    boolean await(int atMostMillis) throws SQLException {
        try {
            Object[] found = (Object[])
                    Class.forName(TYPE).getMethod("getNotifications", int.class).invoke(connection, atMostMillis);
            return found != null && found.length > 0;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new SQLException("the driver has failed", e);
        } catch (ReflectiveOperationException e) {
            throw new SQLException("expected a connection of pgjdbc", e);
        }
    }
}
