package io.billing4j.server.faults;

import java.io.PrintStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Tells of statements if it is to, and stops the whole process at the failpoint of an order until it may go on. */
final class StopAndTell implements Watch {
    private final @Nullable Failpoint stopAt;
    private final int occurrence;
    private final boolean telling;
    private final PrintStream told;
    private final BlockingQueue<String> permits;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger reached = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean stopped;

    StopAndTell(Order order, PrintStream told, BlockingQueue<String> permits) {
        this.stopAt = order.stopAt();
        this.occurrence = order.number("occurrence", 1);
        this.telling = order.is("telling");
        this.told = told;
        this.permits = permits;
    }

    @Override
    public void reached(Moment moment) {
        try {
            if (stopAt != null && stopAt.isReached(moment) && reached.incrementAndGet() == occurrence) {
                stopped = true;
                told.println("AT " + stopAt);
                permits.take();
                stopped = false;
                released.countDown();
            } else if (stopped) {
                // Nor does another thread go on meanwhile.
                released.await();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
        if (telling && moment.sends()) {
            told.println("SENDS " + sent.incrementAndGet());
        }
    }
}
