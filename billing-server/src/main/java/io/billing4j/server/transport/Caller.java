package io.billing4j.server.transport;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.billing4j.audit.Actor;
import io.billing4j.id.TenantId;
import io.billing4j.server.security.Identity;
import io.billing4j.server.security.ServedTenants;

/**
 * Who is calling, about whose books.
 *
 * @param identity what its token says
 * @param actor named in the audit trail, with the request's correlation id
 */
public record Caller(Identity identity, Actor actor) {
    /**
     * The caller of the request that the current thread serves.
     *
     * @param tenants that there are for callers
     * @throws io.billing4j.error.BillingException TENANT_NOT_FOUND where its own is none of them
     */
    public static Caller current(ServedTenants tenants) {
        ServiceRequestContext context = ServiceRequestContext.current();
        Identity identity = Access.callerOf(context).identity();
        tenants.require(identity);
        return new Caller(
                identity,
                new Actor(identity.subject(), CorrelationId.of(context).value()));
    }

    /** Whose books it is about. */
    public TenantId tenant() {
        return identity.tenant();
    }
}
