package io.billing4j.server.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Where keys come from.
 *
 * @param fetching what has threads and is to be closed, if anything
 */
record KeySource(
        JWSKeySelector<SecurityContext> selector, @Nullable Closeable fetching) implements AutoCloseable {
    private static final Set<JWSAlgorithm> PUBLIC = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int LARGEST = 64 * 1024;
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration FETCHED_BEFORE = Duration.ofMinutes(1);
    private static final Duration WAIT = Duration.ofSeconds(2);
    // Two fetches at most in that time, each tried twice, whatever names of keys tokens invent.
    private static final Duration BETWEEN = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofHours(1);

    static KeySource of(TokenKeys keys) {
        if (keys instanceof TokenKeys.Shared secret) {
            return new KeySource(
                    new SingleKeyJWSKeySelector<>(JWSAlgorithm.HS256, new SecretKeySpec(secret.bytes(), "HmacSHA256")),
                    null);
        }
        if (keys instanceof TokenKeys.Filed file) {
            requireUsable(file);
            return of(fetched(url(file)));
        }
        if (keys instanceof TokenKeys.Published published) {
            return of(fetched(published.url()));
        }
        throw new IllegalArgumentException("unknown keys " + keys);
    }

    @Override
    public void close() {
        if (fetching != null) {
            try {
                fetching.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static KeySource of(JWKSource<SecurityContext> source) {
        return new KeySource(
                new JWSVerificationKeySelector<>(PUBLIC, source),
                source instanceof Closeable closeable ? closeable : null);
    }

    private static JWKSource<SecurityContext> fetched(URL url) {
        int millis = Math.toIntExact(ANSWER.toMillis());
        return JWKSourceBuilder.<SecurityContext>create(url, new DefaultResourceRetriever(millis, millis, LARGEST))
                .cache(KEPT.toMillis(), WAIT.toMillis())
                .refreshAheadCache(FETCHED_BEFORE.toMillis(), false)
                .rateLimited(BETWEEN.toMillis())
                .retrying(true)
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    private static URL url(TokenKeys.Filed keys) {
        try {
            return keys.file().toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("expected a file but found " + keys.file(), e);
        }
    }

    private static void requireUsable(TokenKeys.Filed keys) {
        JWKSet set = read(keys);
        boolean usable = PUBLIC.stream()
                .anyMatch(algorithm -> !new JWKSelector(JWKMatcher.forJWSHeader(new JWSHeader(algorithm)))
                        .select(set)
                        .isEmpty());
        if (!usable) {
            throw new IllegalArgumentException("expected keys for RS256 or ES256 in " + keys.file());
        }
    }

    private static JWKSet read(TokenKeys.Filed keys) {
        try {
            return JWKSet.load(keys.file().toFile()).toPublicJWKSet();
        } catch (IOException | ParseException e) {
            throw new IllegalArgumentException(
                    "expected a JWK set in " + keys.file() + " but found " + e.getMessage(), e);
        }
    }
}
