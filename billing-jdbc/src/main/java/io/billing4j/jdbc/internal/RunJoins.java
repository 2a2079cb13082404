package io.billing4j.jdbc.internal;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.OpenRun;
import io.billing4j.engine.RunJoin;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import io.billing4j.store.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The open runs that this process takes part in, and when it looks at the others again. One thread looks; others take part. */
public final class RunJoins {
    private static final Delays AFTER_FAILURES = new Delays(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final Billing4J billing;
    private final Executor executor;
    private final int most;
    private final Semaphore places;
    private final Delays afterSuccesses;
    private final Consumer<RuntimeException> failures;

    /** By the ids of hints; the thread that looks has it alone. */
    private final Map<String, Join> known = new HashMap<>();

    private volatile boolean changed;
    private volatile boolean stopped;

    /**
     * None yet.
     *
     * @param executor whose threads take part, at most so many at once
     * @param poll how soon a run is looked at again that is open though this process had nothing left to do
     * @param failures is told what keeps it from a run
     */
    public RunJoins(
            Billing4J billing, Executor executor, int most, Duration poll, Consumer<RuntimeException> failures) {
        this.billing = billing;
        this.executor = executor;
        this.most = most;
        this.places = new Semaphore(most);
        this.afterSuccesses = new Delays(poll, poll.multipliedBy(32));
        this.failures = failures;
    }

    /** Begins to take part in runs that are open, as far as there are places; throws what the store refuses. */
    public void look() {
        changed = false;
        List<OpenRun> open = open();
        known.keySet().retainAll(open.stream().map(OpenRun::id).collect(Collectors.toSet()));
        for (OpenRun run : open) {
            Join join = known.computeIfAbsent(run.id(), id -> new Join(run));
            if (!stopped && join.isDue() && places.tryAcquire()) {
                begin(join);
            }
        }
    }

    /** Whether there may be more to do than at the last look: somebody ended, or it is time to try again. */
    public boolean wantsLook() {
        return changed
                || (places.availablePermits() > 0 && known.values().stream().anyMatch(Join::hasBecomeDue));
    }

    /** Takes part in nothing more; those that do end with the chunk that they are at. */
    public void stop() {
        stopped = true;
    }

    /** Waits for the end of all, after {@link #stop}; whether they have ended. */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        boolean ended = places.tryAcquire(most, atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (ended) {
            places.release(most);
        }
        return ended;
    }

    private List<OpenRun> open() {
        List<OpenRun> all = new ArrayList<>();
        Page page = Page.first(Page.MAX_SIZE);
        List<OpenRun> found;
        do {
            found = billing.openRuns(page);
            all.addAll(found);
            page = found.isEmpty()
                    ? page
                    : page.after(found.get(found.size() - 1).id());
        } while (found.size() == page.size());
        return all;
    }

    private void begin(Join join) {
        join.begun();
        try {
            executor.execute(() -> takePart(join));
        } catch (RejectedExecutionException e) {
            join.failed();
            places.release();
            failures.accept(e);
        }
    }

    private void takePart(Join join) {
        RunJoin outcome = null;
        try {
            outcome = outcome(join.run);
        } catch (RuntimeException e) {
            failures.accept(e);
        } finally {
            if (outcome == null) {
                join.failed();
            } else {
                join.ended(outcome);
            }
            places.release();
            changed = true;
        }
    }

    private RunJoin outcome(OpenRun run) {
        try {
            return billing.forTenant(run.tenant()).runs().join(run.run(), () -> stopped);
        } catch (BillingException e) {
            if (e.code() != ErrorCode.TENANT_NOT_FOUND) {
                throw e;
            }
            billing.forget(run);
            return RunJoin.NO_SUCH_RUN;
        }
    }

    /** What this process knows of one hint. Written by the thread that begins and, in between, by the one that takes part. */
    private final class Join {
        private final OpenRun run;
        private volatile boolean underWay;
        private volatile boolean waits;
        private volatile long notBefore;
        private int times;

        Join(OpenRun run) {
            this.run = run;
        }

        boolean isDue() {
            return !underWay && (!waits || SystemSource.nanoTime() - notBefore >= 0);
        }

        /** Whether it is due after it had to wait. */
        boolean hasBecomeDue() {
            return waits && isDue();
        }

        void begun() {
            underWay = true;
        }

        void ended(RunJoin outcome) {
            times = outcome == RunJoin.UNDER_WAY_HERE ? 1 : times + 1;
            again(afterSuccesses.after(times));
        }

        void failed() {
            times++;
            again(AFTER_FAILURES.after(times));
        }

        private void again(long nanos) {
            notBefore = SystemSource.nanoTime() + nanos;
            waits = true;
            underWay = false;
        }
    }
}
