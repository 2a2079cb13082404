package io.billing4j.server.security;

import io.billing4j.engine.Billing4J;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tenants that this server has an answer for: those there are, of the kinds that it serves, each by a token of its own
 * kind. For all others it is as if they did not exist.
 */
public final class ServedTenants {
    private final Billing4J billing;
    private final Set<TenantKind> kinds;
    // A tenant stays of its kind, and is never gone.
    private final Map<TenantId, TenantKind> known = new ConcurrentHashMap<>();

    /** Those of these kinds. */
    public ServedTenants(Billing4J billing, Set<TenantKind> kinds) {
        this.billing = billing;
        this.kinds = Set.copyOf(kinds);
    }

    /** Those of any kind. */
    public static ServedTenants all(Billing4J billing) {
        return new ServedTenants(billing, Set.of(TenantKind.values()));
    }

    /**
     * Holds that the caller's tenant is one of them.
     *
     * @throws BillingException TENANT_NOT_FOUND where it is not
     */
    public void require(Identity caller) {
        TenantKind kind = kind(caller.tenant());
        if (kind != caller.kind() || !kinds.contains(kind)) {
            throw ErrorCode.TENANT_NOT_FOUND.missing(caller.tenant());
        }
    }

    private @Nullable TenantKind kind(TenantId tenant) {
        TenantKind kind = known.get(tenant);
        if (kind == null) {
            kind = billing.findTenant(tenant).map(Tenant::kind).orElse(null);
            if (kind != null) {
                known.put(tenant, kind);
            }
        }
        return kind;
    }
}
