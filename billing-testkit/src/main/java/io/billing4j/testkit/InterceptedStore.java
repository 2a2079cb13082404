package io.billing4j.testkit;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store whose verbs somebody stands around. */
final class InterceptedStore implements BillingStore {
    private final BillingStore store;
    private final Interceptor interceptor;

    InterceptedStore(BillingStore store, Interceptor interceptor) {
        this.store = store;
        this.interceptor = interceptor;
    }

    /** The names of all verbs of all ports, such as {@code numbers.take}. */
    static SortedSet<String> verbs() {
        SortedSet<String> verbs = new TreeSet<>();
        for (Method port : UnitOfWork.class.getMethods()) {
            if (givesPort(port)) {
                Arrays.stream(port.getReturnType().getMethods())
                        .forEach(verb -> verbs.add(port.getName() + "." + verb.getName()));
            }
        }
        return verbs;
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        return store.inTransaction(tenant, unit -> work.apply(around(unit)));
    }

    @Override
    public boolean ownsTransactions() {
        return store.ownsTransactions();
    }

    @Override
    public TenantRegistry tenants() {
        return store.tenants();
    }

    @Override
    public OpenWork openWork() {
        return store.openWork();
    }

    private UnitOfWork around(UnitOfWork unit) {
        return proxy(UnitOfWork.class, (self, method, arguments) -> {
            Object given = call(unit, unit, method.getName(), method, arguments).proceed();
            return givesPort(method) && given != null ? around(unit, method, given) : given;
        });
    }

    private Object around(UnitOfWork unit, Method accessor, Object port) {
        return proxy(
                accessor.getReturnType(),
                (self, method, arguments) -> interceptor.around(
                        call(unit, port, accessor.getName() + "." + method.getName(), method, arguments)));
    }

    private static VerbCall call(
            UnitOfWork unit, Object port, String name, Method method, @Nullable Object @Nullable [] arguments) {
        List<@Nullable Object> given = new ArrayList<>();
        if (arguments != null) {
            Collections.addAll(given, arguments);
        }
        return new VerbCall(name, unit, port, method, given);
    }

    private static boolean givesPort(Method method) {
        return method.getReturnType().isInterface()
                && method.getReturnType().getPackage().equals(UnitOfWork.class.getPackage());
    }

    private static <P> P proxy(Class<P> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Gets each call instead of the store. */
    @FunctionalInterface
    interface Interceptor {
        /** Gives the result of the call, usually by having it proceed. */
        @Nullable
        Object around(VerbCall call) throws Throwable;
    }
}
