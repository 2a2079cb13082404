package io.billing4j.server.security;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens count.
 *
 * @param keys that they are signed with
 * @param issuer the only {@code iss} that is taken; null for any, which makes sense with a secret alone
 * @param audience one of the token's {@code aud}; null for any
 * @param clockSkew by how much clocks may differ at {@code exp} and {@code nbf}, to the second
 * @param tenantClaim the claim that holds the tenant's key
 * @param rolesClaim the claim that holds the roles, as an array or as one text with spaces between them
 */
public record TokenRules(
        TokenKeys keys,
        @Nullable String issuer,
        @Nullable String audience,
        Duration clockSkew,
        String tenantClaim,
        String rolesClaim) {
    /** The claim that says {@code live}, which is the default, or {@code sandbox}. */
    public static final String KIND_CLAIM = "billing_kind";

    /** The claim that holds the tenant's key unless another is chosen. */
    public static final String TENANT_CLAIM = "billing_tenant";

    /** The claim that holds the roles unless another is chosen. */
    public static final String ROLES_CLAIM = "billing_roles";

    /** A minute. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    /** With these keys, and the usual rest: any issuer and audience. */
    public static TokenRules of(TokenKeys keys) {
        return new TokenRules(keys, null, null, CLOCK_SKEW, TENANT_CLAIM, ROLES_CLAIM);
    }
}
