package io.billing4j.server.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The place that a call takes among those under way. It is held by its answer and by whoever works for it, and free when the
 * last of them lets go: an answer that nobody waits for any more ends before the work does.
 */
final class Slot {
    private final AtomicInteger holders = new AtomicInteger(1);
    private final Runnable leave;

    /** Held once. */
    Slot(Runnable leave) {
        this.leave = leave;
    }

    /** Holds it once more. */
    void hold() {
        holders.incrementAndGet();
    }

    /** Lets go, once for each time that it was held. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            leave.run();
        }
    }
}
