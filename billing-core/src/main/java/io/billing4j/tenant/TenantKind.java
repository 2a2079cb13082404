package io.billing4j.tenant;

/** Whether money depends on it. */
public enum TenantKind {
    /** Real customers. */
    LIVE,
    /** For trying out; the only kind whose clock may be moved. */
    SANDBOX
}
