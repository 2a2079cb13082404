package io.billing4j.testkit;

import io.billing4j.store.UnitOfWork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a verb on its way to the store.
 *
 * @param name the port and the verb, such as {@code numbers.take}
 * @param unit of which the port is, as the store gave it
 * @param arguments may be set before it proceeds
 */
record VerbCall(String name, UnitOfWork unit, Object port, Method method, List<@Nullable Object> arguments) {
    /** Does what was asked for and gives the result. */
    @Nullable
    Object proceed() throws Throwable {
        try {
            return method.invoke(port, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
