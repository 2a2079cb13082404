package io.billing4j.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.SystemSource;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Bounds what tokens cost that do not count: their signatures are worked out before anybody knows for whom. An address that has brought too
 * many of them is asked to wait, but for tokens that have counted lately, so that others behind the same proxy go on. Each node counts
 * for itself. Safe for many threads.
 */
public final class TokenAttempts {
    /** How many tokens of an address may be refused in a second; twice as many after a pause. */
    public static final int REFUSED_PER_SECOND = 500;

    private static final int REMEMBERED = 10_000;
    // Of an address of version 6, the rest is whoever has it to choose.
    private static final int NETWORK_BYTES = 8;

    private final Pace<ByteBuffer> refused;
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
    }

    /**
     * Holds that a token is worth a look.
     *
     * @throws BillingException TOO_MANY_REQUESTS
     */
    public void require(InetAddress from, String token) {
        if (refused.isSpent(network(from)) && counted.getIfPresent(hash(token)) == null) {
            throw ErrorCode.TOO_MANY_REQUESTS.because(
                    "more than " + REFUSED_PER_SECOND + " tokens in a second from this address are not accepted");
        }
    }

    /** Remembers a token that counts. */
    public void counts(String token) {
        counted.put(hash(token), true);
    }

    /** Counts a token that does not count, or does no more. */
    public void refuse(InetAddress from, String token) {
        counted.invalidate(hash(token));
        // Where it is one too many already, the next has to wait as it is.
        boolean unused = refused.take(network(from));
    }

    private static ByteBuffer network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
    }

    private static ContentHash hash(String token) {
        return ContentHash.builder("token", 1).field(token).build();
    }
}
