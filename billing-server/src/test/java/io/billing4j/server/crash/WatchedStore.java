package io.billing4j.server.crash;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A store that tells of every call of a port, right after it and again right after the commit, and changes nothing. */
final class WatchedStore implements BillingStore {
    private final BillingStore store;
    private final Consumer<String> called;
    private final Consumer<String> committed;

    /**
     * Watches a store.
     *
     * @param called is told {@code NumberStore.take} and the like, inside the transaction
     * @param committed is told the same once the transaction is committed
     */
    WatchedStore(BillingStore store, Consumer<String> called, Consumer<String> committed) {
        this.store = store;
        this.called = called;
        this.committed = committed;
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        List<String> calls = new ArrayList<>();
        T result = store.inTransaction(tenant, unit -> {
            calls.clear();
            return work.apply(watched(UnitOfWork.class, unit, call -> {
                calls.add(call);
                called.accept(call);
            }));
        });
        calls.forEach(committed);
        return result;
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

    /** The port with all calls told; the ports that a unit of work gives are watched, too. */
    private static <T> T watched(Class<T> port, T target, Consumer<String> told) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(target, arguments);
                        if (port == UnitOfWork.class && method.getReturnType().isInterface()) {
                            return part(method.getReturnType(), result, told);
                        }
                        told.accept(port.getSimpleName() + "." + method.getName());
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static <T> T part(Class<T> port, Object target, Consumer<String> told) {
        return watched(port, port.cast(target), told);
    }
}
