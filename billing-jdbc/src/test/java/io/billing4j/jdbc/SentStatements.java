package io.billing4j.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** The texts that connections are given, each once. What the driver sends by itself, such as COMMIT, is not among them. */
public final class SentStatements {
    private final Set<String> texts = ConcurrentHashMap.newKeySet();

    /** None yet. */
    public SentStatements() {}

    /** Connections of this source, watched. */
    public DataSource of(DataSource connections) {
        return watched(DataSource.class, connections);
    }

    /** This connection, watched. */
    public Connection of(Connection connection) {
        return watched(Connection.class, connection);
    }

    /** All statements so far in order; a text of several is several. */
    public Set<String> all() {
        Set<String> all = new TreeSet<>();
        for (String text : texts) {
            for (String one : text.split(";", -1)) {
                if (!one.isBlank()) {
                    all.add(one.strip());
                }
            }
        }
        return all;
    }

    private <T> T watched(Class<T> type, T of) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (hasText(method)) {
                        texts.add((String) arguments[0]);
                    }
                    Object result = invoked(method, of, arguments);
                    if (result instanceof Connection connection) {
                        return watched(Connection.class, connection);
                    }
                    // a prepared statement has its text already
                    return method.getName().equals("createStatement")
                            ? watched(Statement.class, (Statement) result)
                            : result;
                }));
    }

    private static boolean hasText(Method method) {
        return method.getName().matches("prepare(Statement|Call)|execute.*|addBatch")
                && method.getParameterCount() > 0
                && method.getParameterTypes()[0] == String.class;
    }

    private static Object invoked(Method method, Object of, Object[] arguments) throws Throwable {
        try {
            return method.invoke(of, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
