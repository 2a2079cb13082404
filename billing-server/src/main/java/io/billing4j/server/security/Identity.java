package io.billing4j.server.security;

import io.billing4j.error.Inputs;
import io.billing4j.id.TenantId;
import io.billing4j.tenant.TenantKind;
import java.util.Set;

/**
 * Whom a token speaks for.
 *
 * @param subject the token's {@code sub}, 1 to 200 characters; it is the actor of the audit trail
 * @param tenant whose books it is about; that such a tenant exists is not said
 * @param kind what the tenant has to be: a token for a sandbox opens no live tenant, and the other way round
 * @param roles none of them: every call is denied
 */
public record Identity(String subject, TenantId tenant, TenantKind kind, Set<Role> roles) {
    /** Checks the subject, and keeps a copy of the roles. */
    public Identity {
        subject = Inputs.text("sub", subject, 200);
        roles = Set.copyOf(roles);
    }

    /** Whether one of the roles may do what needs this one. */
    public boolean may(Role needed) {
        return roles.stream().anyMatch(role -> role.covers(needed));
    }
}
