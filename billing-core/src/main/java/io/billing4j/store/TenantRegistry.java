package io.billing4j.store;

import io.billing4j.id.TenantId;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantSettings;
import java.util.List;
import java.util.Optional;

/** Knows which tenants there are. Each call is a transaction of its own, or part of the host's. */
public interface TenantRegistry {
    /** Adds a tenant with its settings; TENANT_EXISTS if it is there. */
    void create(Tenant tenant, TenantSettings settings);

    /** The tenant, if there is one. */
    Optional<Tenant> find(TenantId id);

    /** All of them, in the order of their keys. */
    List<Tenant> list();
}
