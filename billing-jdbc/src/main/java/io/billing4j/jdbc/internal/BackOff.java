package io.billing4j.jdbc.internal;

import io.billing4j.id.SystemSource;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A short wait before work is run again, of a random length, so that two who met once do not meet again. */
final class BackOff {
    private static final long LONGEST_FIRST = Duration.ofMillis(20).toNanos();

    /** Waits up to 20 ms after the first attempt, up to 40 ms after the second; not at all in an interrupted thread. */
    void pause(int attempt) {
        long random = SystemSource.random().getLeastSignificantBits();
        LockSupport.parkNanos(this, 1 + Math.floorMod(random, LONGEST_FIRST * attempt));
    }
}
