package io.billing4j.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.SystemSource;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * Bounds what tokens cost that do not count: their signatures are worked out before anybody knows for whom. An address or network that has
 * brought too many of them is asked to wait, but for tokens that have counted lately, so that others behind the same proxy go on. Each node counts
 * for itself. Safe for many threads.
 */
public final class TokenAttempts {
    /** How many tokens of an address, of version 6 of a network of 64 bits, may be refused in a second; twice as many after a pause. */
    public static final int REFUSED_PER_SECOND = 500;

    // Of all networks that begin with the same 48 bits.
    private static final int REFUSED_OF_SITE = 16 * REFUSED_PER_SECOND;
    private static final int REMEMBERED = 10_000;

    private final Pace<ByteBuffer> refused;
    private final Pace<ByteBuffer> refusedOfSite;
    // By hash: whoever could read them would have no tokens.
    private final Cache<ContentHash, Boolean> counted =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** By the clock of the machine. */
    public TokenAttempts() {
        this(SystemSource::nanoTime);
    }

    /** By this clock, which never goes back. */
    TokenAttempts(LongSupplier nanos) {
        refused = new Pace<>(REFUSED_PER_SECOND, nanos);
        refusedOfSite = new Pace<>(REFUSED_OF_SITE, nanos);
    }

    /**
     * Holds that a token is worth a look.
     *
     * @throws BillingException TOO_MANY_REQUESTS
     */
    public void require(InetAddress from, String token) {
        if (isSpent(Origin.of(from)) && counted.getIfPresent(hash(token)) == null) {
            throw ErrorCode.TOO_MANY_REQUESTS.because(
                    "too many tokens of this address, or of its network, were not accepted within a second");
        }
    }

    /** Remembers a token that counts. */
    public void counts(String token) {
        counted.put(hash(token), true);
    }

    /** Counts a token that does not count, or does no more. */
    public void refuse(InetAddress from, String token) {
        counted.invalidate(hash(token));
        Origin origin = Origin.of(from);
        // What is one too many for its network is none of its site's, of which others have need.
        if (refused.take(origin.network()) && origin.site() != null) {
            boolean unused = refusedOfSite.take(origin.site());
        }
    }

    private boolean isSpent(Origin origin) {
        return refused.isSpent(origin.network()) || (origin.site() != null && refusedOfSite.isSpent(origin.site()));
    }

    private static ContentHash hash(String token) {
        return ContentHash.builder("token", 1).field(token).build();
    }
}
