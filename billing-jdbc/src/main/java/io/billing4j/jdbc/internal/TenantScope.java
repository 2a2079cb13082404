package io.billing4j.jdbc.internal;

import io.billing4j.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Whose rows a transaction sees.
 *
 * @param tenant null for the registry alone, which belongs to nobody
 * @param known whether the tenant has to be there already
 */
record TenantScope(@Nullable TenantId tenant, boolean known) {
    /** The registry of tenants, and no tenant's rows. */
    static final TenantScope REGISTRY = new TenantScope(null, false);

    /** Of a tenant that is there. */
    static TenantScope of(TenantId tenant) {
        return new TenantScope(tenant, true);
    }

    /** Of a tenant that is about to be added. */
    static TenantScope added(TenantId tenant) {
        return new TenantScope(tenant, false);
    }

    /** The session setting that the policies read; empty for none. */
    String setting() {
        return tenant == null ? "" : tenant.value();
    }
}
