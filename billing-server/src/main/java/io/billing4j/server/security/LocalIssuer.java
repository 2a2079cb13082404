package io.billing4j.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;

/** Issues tokens where issuer and server share a secret: for one machine, and for who has no identity provider yet. */
public final class LocalIssuer {
    private final TokenRules rules;
    private final TokenKeys.Shared secret;
    private final Clock clock;

    /**
     * Tokens that a verifier of the same rules takes.
     *
     * @throws IllegalArgumentException where the rules have no secret
     */
    public LocalIssuer(TokenRules rules, Clock clock) {
        if (!(rules.keys() instanceof TokenKeys.Shared shared)) {
            throw new IllegalArgumentException("expected a secret to sign with");
        }
        this.rules = rules;
        this.secret = shared;
        this.clock = clock;
    }

    /** A token that speaks for somebody from now on. */
    public String issue(Identity identity, Duration lifetime) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .subject(identity.subject())
                .claim(rules.tenantClaim(), identity.tenant().value())
                .claim(
                        rules.rolesClaim(),
                        identity.roles().stream().map(Role::claim).sorted().toList())
                .claim(TokenRules.KIND_CLAIM, identity.kind().name().toLowerCase(Locale.ROOT))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)));
        if (rules.issuer() != null) {
            claims.issuer(rules.issuer());
        }
        if (rules.audience() != null) {
            claims.audience(rules.audience());
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims.build());
        try {
            token.sign(new MACSigner(secret.bytes()));
        } catch (JOSEException e) {
            throw new IllegalStateException("a secret of this length signs by HS256", e);
        }
        return token.serialize();
    }
}
