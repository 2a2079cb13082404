package io.billing4j.server.faults;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process or session brings about. */
public final class Await {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** Looks until it is so; fails after two minutes. */
    public static void until(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            // Whoever is interrupted has no more time: that of its test is up.
            if (System.nanoTime() - begin > PATIENCE_NANOS
                    || Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited in vain until " + what);
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }
}
