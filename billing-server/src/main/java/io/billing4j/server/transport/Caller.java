package io.billing4j.server.transport;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.billing4j.audit.Actor;
import io.billing4j.id.TenantId;
import io.billing4j.server.security.Identity;

/**
 * Who is calling, about whose books.
 *
 * @param identity what its token says
 * @param actor named in the audit trail, with the request's correlation id
 */
public record Caller(Identity identity, Actor actor) {
    /** The caller of the request that the current thread serves. */
    public static Caller current() {
        ServiceRequestContext context = ServiceRequestContext.current();
        Identity identity = Access.callerOf(context);
        return new Caller(
                identity, new Actor(identity.subject(), CorrelationId.of(context).value()));
    }

    /** Whose books it is about. */
    public TenantId tenant() {
        return identity.tenant();
    }
}
