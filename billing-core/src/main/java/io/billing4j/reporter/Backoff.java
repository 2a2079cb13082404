package io.billing4j.reporter;

import java.util.SplittableRandom;

/**
 * How long to wait after failures in a row: twice as long each time, up to a largest delay, less up to a half by chance, so
 * that services that failed together do not come back together.
 *
 * @param first nanoseconds after the first failure
 * @param largest nanoseconds
 */
record Backoff(long first, long largest) {
    /** Nanoseconds after this many failures, 1 or more. */
    long delay(int failures, SplittableRandom chance) {
        long delay = first;
        for (int i = 1; i < failures && delay < largest; i++) {
            delay = delay > largest / 2 ? largest : delay * 2;
        }
        return delay - chance.nextLong(delay / 2 + 1);
    }
}
