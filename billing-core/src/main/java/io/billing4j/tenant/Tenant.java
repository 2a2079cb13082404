package io.billing4j.tenant;

import io.billing4j.error.Inputs;
import io.billing4j.id.TenantId;
import java.time.Instant;

/**
 * A set of books.
 *
 * @param createdAt by the system's clock, since the tenant's own begins here
 */
public record Tenant(TenantId id, TenantKind kind, TenantStatus status, Instant createdAt) {
    /** Cuts the instant to microseconds. */
    public Tenant {
        Inputs.required("id", id);
        Inputs.required("kind", kind);
        Inputs.required("status", status);
        createdAt = Inputs.instant("createdAt", createdAt);
    }
}
