package io.billing4j.store;

import io.billing4j.id.TenantId;
import java.util.UUID;

/**
 * Says that a tenant has something to do. It is a hint and no more: whether there is anything left is for the one to find out who
 * enters by {@link BillingStore#inTransaction}. Two hints of the same, or one of nothing, do no harm.
 *
 * @param id that orders hints
 * @param subject what it is about, as its kind says; 1 to 64 characters
 */
public record WorkHint(UUID id, TenantId tenant, WorkKind kind, String subject) {}
