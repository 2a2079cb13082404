package io.billing4j.tenant;

/** Whether a tenant takes commands. */
public enum TenantStatus {
    /** It does. */
    ACTIVE,
    /** It can only be read. */
    CLOSED
}
