package io.billing4j.store;

import io.billing4j.tenant.TenantSettings;

/** What the tenant has chosen. */
public interface SettingsStore {
    /** The settings as this transaction sees them. */
    TenantSettings get();

    /** The settings as they are once nobody else can replace them until the transaction ends. */
    TenantSettings lock();

    /**
     * Puts others in their place, as {@link TenantSettings#replacedBy} makes them of the present ones, which are locked.
     *
     * @throws io.billing4j.error.BillingException INVALID_TEMPLATE at {@code invoiceTemplate} or {@code creditNotes.template} if a
     *     number that was given could be given again
     */
    void replace(TenantSettings settings);
}
