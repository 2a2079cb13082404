package io.billing4j.reporter;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.SystemSource;
import io.billing4j.usage.UsageEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes usage from any number of threads and sends it in batches. Each event is acknowledged once, and from then on not lost:
 *
 * <ul>
 *   <li>in memory, the default, when the sink has recorded it: the {@link Receipt} says so. Whatever has no acknowledgement
 *       may be lost with the process; {@link #close} tells each such receipt
 *   <li>with a spill directory when {@code report} returns: it is on the disk, stays there until the sink has taken it, and is
 *       sent by the next reporter on that directory if this one cannot
 * </ul>
 *
 * <p>Both are bounded: where there is no room, {@code report} waits and then refuses. Delivery is at least once; the event's
 * id makes it count once. Events that the sink refuses go to the {@link ReporterObserver}, and with a spill directory to a
 * file as well ({@link RefusedUsage#readFrom}). Safe for many threads.
 */
public final class UsageReporter implements AutoCloseable {
    /** The most events that one call reports. */
    public static final int MAX_EVENTS = 10_000;

    /** How long close waits for a sink that it has interrupted. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Backlog backlog;
    private final Flow flow;
    private final Duration closeTimeout;
    private final List<Thread> senders = new ArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    UsageReporter(Backlog backlog, Flow flow, Duration closeTimeout) {
        this.backlog = backlog;
        this.flow = flow;
        this.closeTimeout = closeTimeout;
    }

    /** A builder of a reporter that keeps events in memory. */
    public static ReporterBuilder builder(UsageSink sink) {
        return new ReporterBuilder(Inputs.required("sink", sink));
    }

    void start(@Nullable Thread sender) {
        senders.add(Objects.requireNonNull(sender, "the thread factory gave no thread"));
        sender.start();
    }

    /**
     * Reports an event.
     *
     * @throws io.billing4j.error.BillingException without having taken it: REPORTER_FULL if there is no room in time, or none
     *     and the thread is interrupted; SPILL_UNAVAILABLE if it cannot be written; REPORTER_CLOSED. All are retryable
     */
    public Receipt report(UsageEvent event) {
        return backlog.offer(List.of(Inputs.required("event", event)), true);
    }

    /**
     * Reports several events at once: all of them are taken, or none. They may be sent in different batches.
     *
     * @param events 1 to {@value #MAX_EVENTS}, and no more than there is room for at all, else INVALID_BATCH at {@code events}
     * @throws io.billing4j.error.BillingException as {@link #report(UsageEvent)} does
     */
    public Receipt report(List<UsageEvent> events) {
        List<UsageEvent> taken = Inputs.list("events", events);
        if (taken.isEmpty() || taken.size() > MAX_EVENTS) {
            throw ErrorCode.INVALID_BATCH.at(
                    "events", "expected 1 to " + MAX_EVENTS + " events but found " + taken.size());
        }
        return backlog.offer(taken, false);
    }

    /**
     * Sends what has been reported so far without waiting for more.
     *
     * @return whether all of it was sent or refused in time; if not it goes on being sent
     * @throws InterruptedException if the thread is interrupted while it waits, which changes nothing for the events
     */
    public boolean flush(Duration timeout) throws InterruptedException {
        return flow.flush(Nanos.of(Inputs.required("timeout", timeout)));
    }

    /** What it has done so far. */
    public ReporterCounters counters() {
        return backlog.counters();
    }

    /**
     * Takes nothing more and sends what there is, for at most the close timeout. What is left is kept in the spill directory;
     * in memory its receipts fail with REPORTER_CLOSED, and {@link ReporterCounters#abandoned} counts it. A sink that is at
     * work when the time is over is interrupted, and has a second to end. An interrupted thread does not wait. Closing again
     * waits for the first.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitClosed();
            return;
        }
        try {
            backlog.refuseNew();
            flow.close();
            awaitSenders(closeTimeout);
            flow.stop();
            senders.stream().filter(Thread::isAlive).forEach(Thread::interrupt);
            awaitSenders(GRACE);
        } finally {
            backlog.close();
            closed.countDown();
        }
    }

    private void awaitSenders(Duration timeout) {
        long until = SystemSource.nanoTime() + Nanos.of(timeout);
        try {
            for (Thread sender : senders) {
                long left = until - SystemSource.nanoTime();
                // An observer, or what depends on a receipt, may close the reporter in its own thread.
                if (left > 0 && sender != Thread.currentThread()) {
                    TimeUnit.NANOSECONDS.timedJoin(sender, left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitClosed() {
        if (senders.contains(Thread.currentThread())) {
            return;
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
