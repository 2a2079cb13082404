package io.billing4j.server.security;

import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.server.transport.AccessRules;
import io.billing4j.tenant.TenantKind;
import java.time.Duration;
import java.util.Set;

/** Tokens of the secret that test servers know. */
public final class Tokens {
    /** Who calls in tests. */
    public static final String SUBJECT = "tester";

    /** Which they are signed with. */
    public static final String SECRET = "a secret of the tests, long enough for HS256";

    /** What test servers go by. */
    public static final TokenRules RULES = TokenRules.of(new TokenKeys.Shared(SECRET));

    private static final LocalIssuer ISSUER = new LocalIssuer(RULES, SystemSource.clock());

    private Tokens() {}

    /** Lets in who has such a token, as often as he likes. */
    public static AccessRules access() {
        return access(new TenantLimits(new CallLimits(1_000_000, 100_000, 1_000_000)));
    }

    /** Lets in who has such a token within these limits. */
    public static AccessRules access(TenantLimits limits) {
        return new AccessRules(TokenVerifier.of(RULES), limits);
    }

    /** Lets in who has such a token, as often as these limits say for a moment that does not end. */
    public static AccessRules accessInOneMoment(CallLimits limits) {
        return new AccessRules(TokenVerifier.of(RULES), new TenantLimits(limits, () -> 0), new TokenAttempts(() -> 0));
    }

    /** What the header says of somebody who may do everything. */
    public static String bearer(String tenant, TenantKind kind) {
        return bearer(tenant, kind, Role.ADMIN);
    }

    /** What the header says of somebody with these roles. */
    public static String bearer(String tenant, TenantKind kind, Role... roles) {
        return "Bearer " + token(tenant, kind, roles);
    }

    /** The token of somebody with these roles. */
    public static String token(String tenant, TenantKind kind, Role... roles) {
        return ISSUER.issue(new Identity(SUBJECT, TenantId.of(tenant), kind, Set.of(roles)), Duration.ofHours(1));
    }
}
