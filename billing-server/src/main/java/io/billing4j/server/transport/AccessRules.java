package io.billing4j.server.transport;

import io.billing4j.server.security.TenantLimits;
import io.billing4j.server.security.TokenVerifier;

/**
 * Who is let in.
 *
 * @param tokens makes identities of tokens
 * @param limits of calls, by tenant
 */
public record AccessRules(TokenVerifier tokens, TenantLimits limits) {}
