package io.billing4j.server.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections of another data source, of whose statements and commits a watch is told. They do what the others do. */
final class WatchedDataSource {
    private WatchedDataSource() {}

    /** The data source, watched. */
    static DataSource of(DataSource target, Watch watch) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object result = call(target, method, arguments);
            return result instanceof Connection connection ? new Watched(connection, watch).connection() : result;
        });
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A connection with what its transaction has done. */
    private record Watched(Connection target, Watch watch, List<Sql> done) {
        Watched(Connection target, Watch watch) {
            this(target, watch, new ArrayList<>());
        }

        Connection connection() {
            return proxy(Connection.class, (self, method, arguments) -> switch (method.getName()) {
                case "commit" -> commit(method);
                case "prepareStatement", "createStatement" -> statement(method, arguments);
                case "rollback" -> {
                    done.clear();
                    yield call(target, method, arguments);
                }
                default -> call(target, method, arguments);
            });
        }

        private @Nullable Object commit(Method method) throws Throwable {
            tell(Moment.Kind.BEFORE_COMMIT, Sql.of(""));
            Object result = call(target, method, null);
            tell(Moment.Kind.AFTER_COMMIT, Sql.of(""));
            done.clear();
            return result;
        }

        private Object statement(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
            Object statement = Objects.requireNonNull(call(target, method, arguments));
            String prepared = text(arguments);
            Class<?> type = method.getReturnType();
            return proxy(type, (self, executing, given) -> {
                String sql = prepared == null ? text(given) : prepared;
                boolean executes = executing.getName().startsWith("execute")
                        && Statement.class.isAssignableFrom(executing.getDeclaringClass());
                return executes && sql != null
                        ? execute(statement, executing, given, Sql.of(sql))
                        : call(statement, executing, given);
            });
        }

        private @Nullable Object execute(
                Object statement, Method method, @Nullable Object @Nullable [] arguments, Sql sql) throws Throwable {
            tell(Moment.Kind.BEFORE_STATEMENT, sql);
            Object result = call(statement, method, arguments);
            done.add(sql);
            tell(Moment.Kind.AFTER_STATEMENT, sql);
            return result;
        }

        private void tell(Moment.Kind kind, Sql sql) throws SQLException {
            watch.reached(new Moment(kind, sql, List.copyOf(done), target));
        }

        private static @Nullable String text(@Nullable Object @Nullable [] arguments) {
            return arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : null;
        }
    }
}
