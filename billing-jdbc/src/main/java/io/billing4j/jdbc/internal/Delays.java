package io.billing4j.jdbc.internal;

import io.billing4j.id.SystemSource;
import java.time.Duration;

/**
 * How long to wait before something is tried again: twice as long after each time, up to a longest, and up to a fifth less at random,
 * so that those who failed together do not come together.
 *
 * @param first after the first time; above zero
 * @param longest at least as long as the first
 */
record Delays(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 30;

    /** The nanoseconds to wait after the n-th time in a row, from 1. */
    long after(int times) {
        return after(times, SystemSource.random().getLeastSignificantBits());
    }

    /** The same with this for chance, any number. */
    long after(int times, long random) {
        long whole = first.toNanos();
        for (int i = 1; i < Math.min(times, MOST_DOUBLINGS) && whole < longest.toNanos(); i++) {
            whole *= 2;
        }
        whole = Math.min(whole, longest.toNanos());
        return whole - Math.floorMod(random, whole / 5 + 1);
    }
}
