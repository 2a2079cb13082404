package io.billing4j.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.tenant.TenantKind;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes an identity of a signed JWT (RFC 7519), or says why it is none. It takes RS256 and ES256 by public keys, HS256 by a
 * secret, and nothing else: no {@code none}, no encrypted token, no key out of the token's own header. Safe for many threads.
 */
public final class TokenVerifier implements AutoCloseable {
    /** The most characters of a token. */
    public static final int LONGEST = 8_192;

    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final TokenRules rules;
    private final KeySource keys;
    // Names of keys that have signed a token that counts, so no more than the issuer ever had.
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    private TokenVerifier(TokenRules rules, Clock clock) {
        this.rules = rules;
        keys = KeySource.of(rules.keys());
        processor.setJWSKeySelector(keys.selector());
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, NO_TYPE));
        processor.setJWTClaimsSetVerifier(claims(rules, clock));
    }

    // RFC 7519 5.1: a token need not say that it is one.
    @SuppressWarnings("NullAway")
    private static final JOSEObjectType NO_TYPE = null;

    /**
     * By these rules. Published keys are fetched when the first token needs them.
     *
     * @throws IllegalArgumentException for a file of keys that cannot be read, or has none for RS256 and ES256
     */
    public static TokenVerifier of(TokenRules rules) {
        return new TokenVerifier(rules, Clock.systemUTC());
    }

    /** The same, where another clock says what has expired. */
    public static TokenVerifier of(TokenRules rules, Clock clock) {
        return new TokenVerifier(rules, clock);
    }

    /**
     * Whom the token speaks for. May wait some seconds for keys.
     *
     * @throws RejectedTokenException for a token that does not count
     * @throws BillingException SERVER_UNAVAILABLE where no keys are to be had
     */
    public Token verify(String token) throws RejectedTokenException {
        if (token.length() > LONGEST) {
            throw new RejectedTokenException("a token of more than " + LONGEST + " characters");
        }
        try {
            SignedJWT signed = SignedJWT.parse(token);
            Token verified = verified(processor.process(signed, null));
            known.add(keyOf(signed));
            return verified;
        } catch (RateLimitReachedException e) {
            if (known.isEmpty()) {
                throw unavailable(e);
            }
            // Whoever invents names of keys must not look like an outage.
            throw new RejectedTokenException("signed with a key that is not known, and keys were looked for just now");
        } catch (KeySourceException e) {
            throw unavailable(e);
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            throw new RejectedTokenException(reason(e));
        }
    }

    /**
     * Whether a token of the same key was verified before, or there is no key to look for: then nothing is waited for, as a rule.
     * Of any other text, it may be.
     */
    public boolean isQuick(String token) {
        if (rules.keys() instanceof TokenKeys.Shared || token.length() > LONGEST) {
            return true;
        }
        try {
            return known.contains(keyOf(SignedJWT.parse(token)));
        } catch (ParseException | IllegalArgumentException e) {
            return true;
        }
    }

    private static String keyOf(SignedJWT token) {
        return Objects.requireNonNullElse(token.getHeader().getKeyID(), "");
    }

    private static BillingException unavailable(KeySourceException e) {
        return ErrorCode.SERVER_UNAVAILABLE.because("no keys for tokens: " + e.getMessage(), e);
    }

    /** Ends what fetches keys. */
    @Override
    public void close() {
        keys.close();
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private Token verified(JWTClaimsSet claims) throws ParseException, RejectedTokenException {
        // That a claim is there says nothing: it may be null.
        String subject = claims.getSubject();
        String tenant = claims.getStringClaim(rules.tenantClaim());
        Date expiry = claims.getExpirationTime();
        if (subject == null || tenant == null || expiry == null) {
            throw new RejectedTokenException("a claim that is required is null");
        }
        try {
            Identity identity = new Identity(
                    subject,
                    TenantId.of(tenant),
                    kind(claims.getStringClaim(TokenRules.KIND_CLAIM)),
                    roles(claims.getClaim(rules.rolesClaim())));
            return new Token(identity, expiry.toInstant().plus(rules.clockSkew()));
        } catch (BillingException e) {
            throw new RejectedTokenException("a subject or a tenant that cannot be one: " + e.detail());
        }
    }

    private static TenantKind kind(@Nullable String text) throws RejectedTokenException {
        String name = text == null ? TenantKind.LIVE.name() : text.toUpperCase(Locale.ROOT);
        return Arrays.stream(TenantKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new RejectedTokenException("expected " + TokenRules.KIND_CLAIM + " to be live or sandbox"));
    }

    /** A token may be for others too, whose roles are none of ours. */
    private static Set<Role> roles(@Nullable Object claim) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        names(claim).forEach(name -> Role.named(String.valueOf(name)).ifPresent(roles::add));
        return roles;
    }

    private static Collection<?> names(@Nullable Object claim) {
        if (claim instanceof String text) {
            return List.of(text.split(" ", -1));
        }
        return claim instanceof Collection<?> several ? several : List.of();
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claims(TokenRules rules, Clock clock) {
        JWTClaimsSet.Builder exact = new JWTClaimsSet.Builder();
        if (rules.issuer() != null) {
            exact.issuer(rules.issuer());
        }
        Set<String> required = Set.of("exp", "sub", rules.tenantClaim());
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(rules.audience(), exact.build(), required) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew(Math.toIntExact(rules.clockSkew().toSeconds()));
        return verifier;
    }
}
