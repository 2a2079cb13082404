package io.billing4j.store.memory;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.store.TenantRegistry;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/** The tenants by their keys. */
final class MemoryTenants implements TenantRegistry {
    private final ConcurrentMap<TenantId, Books> books;

    MemoryTenants(ConcurrentMap<TenantId, Books> books) {
        this.books = books;
    }

    @Override
    public void create(Tenant tenant, TenantSettings settings) {
        Books own = new Books(tenant);
        Transaction transaction = new Transaction();
        own.settings.in(transaction).put(tenant.id(), settings);
        transaction.commit();
        if (books.putIfAbsent(tenant.id(), own) != null) {
            throw ErrorCode.TENANT_EXISTS.at("tenantId", "there is a tenant " + tenant.id());
        }
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
        return Optional.ofNullable(books.get(id)).map(own -> own.tenant);
    }

    @Override
    public List<Tenant> list() {
        return books.values().stream().map(own -> own.tenant).toList();
    }
}
