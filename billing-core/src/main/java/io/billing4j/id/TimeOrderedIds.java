package io.billing4j.id;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then 12 bits that count within the
 * millisecond, then 62 random bits. Ids of one instance strictly increase, also when the clock stands still or goes back.
 */
public final class TimeOrderedIds implements IdSource {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_62 = 0x3FFF_FFFF_FFFF_FFFFL;

    private final Clock clock;
    private final Supplier<UUID> randomness;
    /** Milliseconds times 4,096 plus the count within the millisecond. */
    private final AtomicLong last = new AtomicLong();

    /** Ids by this clock, with the random bits of the UUIDs that {@code randomness} gives. */
    public TimeOrderedIds(Clock clock, Supplier<UUID> randomness) {
        this.clock = clock;
        this.randomness = randomness;
    }

    @Override
    public UUID next() {
        long now = clock.millis() << 12;
        long tick = last.updateAndGet(previous -> Math.max(now, previous + 1));
        long high = (tick >>> 12 << 16) | VERSION_7 | (tick & 0xFFF);
        long low = VARIANT | (randomness.get().getLeastSignificantBits() & RANDOM_62);
        return new UUID(high, low);
    }
}
