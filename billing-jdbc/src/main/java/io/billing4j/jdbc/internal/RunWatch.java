package io.billing4j.jdbc.internal;

import io.billing4j.id.SystemSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for open runs: at the beginning, when a commit wakes the listener, when the listener is there again, when a run was left or is
 * to be tried again, and at every interval. Nothing that fails ends it.
 */
public final class RunWatch {
    /** How long it sleeps before it looks whether it is to stop. Nothing is sent to the server in between. */
    private static final int GLANCE_MILLIS = 200;

    private static final Delays AFTER_FAILURES = new Delays(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final RunJoins joins;
    private final @Nullable WorkListener listener;
    private final Delays polls;
    private final Consumer<RuntimeException> failures;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private int failed;

    /**
     * Watches nothing before {@link #untilStopped}.
     *
     * @param listener null where nobody wakes it
     */
    public RunWatch(
            RunJoins joins, @Nullable WorkListener listener, Duration poll, Consumer<RuntimeException> failures) {
        this.joins = joins;
        this.listener = listener;
        this.polls = new Delays(poll, poll);
        this.failures = failures;
    }

    /** Watches in the thread that calls; returns soon after {@link #stop}, or after the thread was interrupted. */
    public boolean untilStopped() {
        try {
            while (goesOn()) {
                attempt(this::listen);
                failed = attempt(joins::look) ? 0 : failed + 1;
                sleep(failed == 0 ? polls.after(1) : AFTER_FAILURES.after(failed));
            }
        } finally {
            if (listener != null) {
                listener.close();
            }
        }
        return true;
    }

    /** Has it end. */
    public void stop() {
        stopped.countDown();
    }

    /** Whoever owns the thread and interrupts it wants it back; to wait on the session takes no notice of that. */
    private boolean goesOn() {
        if (Thread.currentThread().isInterrupted()) {
            stop();
        }
        return stopped.getCount() > 0;
    }

    private void listen() {
        if (listener != null) {
            try {
                listener.open();
            } catch (SQLException e) {
                throw SqlFailures.of(e);
            }
        }
    }

    private boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException e) {
            report(e);
            return false;
        }
    }

    private void report(RuntimeException failure) {
        try {
            failures.accept(failure);
        } catch (RuntimeException e) {
            // Who is told has no say in what goes on.
        }
    }

    private void sleep(long nanos) {
        long until = SystemSource.nanoTime() + nanos;
        while (goesOn()) {
            long left = until - SystemSource.nanoTime();
            if (left <= 0) {
                attempt(this::probe);
                return;
            }
            if ((failed == 0 && joins.wantsLook()) || glance(left) || canListenAgain()) {
                return;
            }
        }
    }

    /** Whether something happened meanwhile: a commit, or the loss of the listener. */
    private boolean glance(long nanosLeft) {
        int millis = (int) Math.max(1, Math.min(GLANCE_MILLIS, TimeUnit.NANOSECONDS.toMillis(nanosLeft)));
        try {
            if (listener != null && listener.listens()) {
                return listener.await(millis);
            }
            stopped.await(millis, TimeUnit.MILLISECONDS);
            return false;
        } catch (SQLException e) {
            report(SqlFailures.of(e));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean canListenAgain() {
        return listener != null && !listener.listens() && SystemSource.nanoTime() - listener.retryAt() >= 0;
    }

    private void probe() {
        if (listener != null) {
            try {
                listener.probe();
            } catch (SQLException e) {
                throw SqlFailures.of(e);
            }
        }
    }
}
