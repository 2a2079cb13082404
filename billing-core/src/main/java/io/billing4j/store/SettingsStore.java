package io.billing4j.store;

import io.billing4j.tenant.TenantSettings;

/** What the tenant has chosen. */
public interface SettingsStore {
    /** The settings as this transaction sees them. */
    TenantSettings get();

    /** Puts others in their place. */
    void replace(TenantSettings settings);
}
