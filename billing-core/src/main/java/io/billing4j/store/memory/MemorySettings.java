package io.billing4j.store.memory;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.store.SettingsStore;
import io.billing4j.tenant.TenantSettings;

/** One row, there since the tenant was created. */
final class MemorySettings implements SettingsStore {
    private final Transaction transaction;
    private final TenantId tenant;
    private final Rows<TenantId, TenantSettings> settings;

    MemorySettings(Books books, Transaction transaction) {
        this.transaction = transaction;
        tenant = books.tenant.id();
        settings = books.settings.in(transaction);
    }

    @Override
    public TenantSettings get() {
        return settings.require(tenant, () -> ErrorCode.TENANT_NOT_FOUND.missing(tenant));
    }

    /** A transaction has the books to itself. */
    @Override
    public TenantSettings lock() {
        return get();
    }

    @Override
    public void replace(TenantSettings other) {
        try {
            settings.put(tenant, get().replacedBy(other));
        } catch (BillingException e) {
            throw transaction.refuse(e);
        }
    }
}
