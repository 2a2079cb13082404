package io.billing4j.benchmarks.tracing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Connections on which statements have other texts than they are given: all else costs the same, whatever the texts are. */
final class Marks {
    private Marks() {}

    /** Texts as they are given. */
    static DataSource kept(DataSource connections) {
        return with(connections, text -> text);
    }

    /** Texts without the comment that they begin with. */
    static DataSource removed(DataSource connections) {
        return with(connections, text -> text.replaceAll("/\\* billing4j:[a-z_]+ \\*/ ", ""));
    }

    private static DataSource with(DataSource connections, UnaryOperator<String> change) {
        return of(DataSource.class, connections, new ConcurrentHashMap<>(), change);
    }

    private static <T> T of(Class<T> type, T one, Map<String, String> texts, UnaryOperator<String> change) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        arguments[0] = texts.computeIfAbsent((String) arguments[0], change);
                    }
                    try {
                        Object result = method.invoke(one, arguments);
                        return result instanceof Connection connection
                                ? of(Connection.class, connection, texts, change)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
