package io.billing4j.testkit;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs the work on ports that keep nothing, find nothing and refuse nothing. */
final class HollowStore implements BillingStore {
    private static final Map<Class<?>, Object> NOTHING = Map.of(
            Optional.class, Optional.empty(),
            List.class, List.of(),
            Map.class, Map.of(),
            Set.class, Set.of(),
            long.class, 0L,
            int.class, 0,
            boolean.class, false);

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        return work.apply(hollow(UnitOfWork.class));
    }

    @Override
    public TenantRegistry tenants() {
        return hollow(TenantRegistry.class);
    }

    @Override
    public OpenWork openWork() {
        return hollow(OpenWork.class);
    }

    private static <P> P hollow(Class<P> port) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (self, method, arguments) -> nothing(method.getReturnType())));
    }

    private static @Nullable Object nothing(Class<?> type) {
        boolean port = type.isInterface() && type.getPackage().equals(UnitOfWork.class.getPackage());
        return port ? hollow(type) : NOTHING.get(type);
    }
}
