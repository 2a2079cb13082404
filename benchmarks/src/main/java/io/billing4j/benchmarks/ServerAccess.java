package io.billing4j.benchmarks;

import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.server.security.CallLimits;
import io.billing4j.server.security.Identity;
import io.billing4j.server.security.LocalIssuer;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.TenantLimits;
import io.billing4j.server.security.TokenKeys;
import io.billing4j.server.security.TokenRules;
import io.billing4j.server.security.TokenVerifier;
import io.billing4j.server.transport.AccessRules;
import io.billing4j.tenant.TenantKind;
import java.time.Duration;
import java.util.Set;

/** What a measured server lets in, and what its clients bring: each call has its token verified, and is limited by nothing. */
public final class ServerAccess {
    private static final TokenRules TOKENS =
            TokenRules.of(new TokenKeys.Shared("a secret of benchmarks on one machine, no other"));

    private ServerAccess() {}

    /** The rules of the server. */
    public static AccessRules rules() {
        return new AccessRules(
                TokenVerifier.of(TOKENS), new TenantLimits(new CallLimits(1_000_000, 100_000, 1_000_000)));
    }

    /** What the header Authorization says of a client. */
    public static String bearer(TenantId tenant) {
        Identity identity = new Identity("benchmark", tenant, TenantKind.LIVE, Set.of(Role.ADMIN));
        return "Bearer " + new LocalIssuer(TOKENS, SystemSource.clock()).issue(identity, Duration.ofDays(1));
    }
}
