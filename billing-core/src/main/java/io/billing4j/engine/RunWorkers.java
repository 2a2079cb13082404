package io.billing4j.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who takes part in a run within this process.
 *
 * @param executor of the host's, which closes it; its threads help the one that asked for the run
 * @param count how many bill at once, the one that asked among them; 1 or more
 */
record RunWorkers(Executor executor, int count) {
    /** The thread that asked for the run, alone. */
    static final RunWorkers CALLER = new RunWorkers(Runnable::run, 1);

    /**
     * Runs the same work on all of them and returns when the last has ended. Helpers that have not begun when the caller's own
     * part ends are not waited for: there is nothing left for them, and callers that are threads of the executor themselves
     * would wait for ever.
     *
     * @throws RuntimeException what one of them threw, the caller's own before a helper's
     */
    void together(Runnable work) {
        List<Helper> helpers = helpers(work);
        Optional<RuntimeException> failure = Optional.empty();
        try {
            work.run();
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
        for (Helper helper : helpers) {
            Optional<RuntimeException> other = helper.ended();
            failure = failure.or(() -> other);
        }
        failure.ifPresent(e -> {
            throw e;
        });
    }

    private List<Helper> helpers(Runnable work) {
        List<Helper> helpers = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            Helper helper = new Helper(work);
            try {
                executor.execute(helper);
            } catch (RejectedExecutionException e) {
                // It is full or closed: those who are there do the work.
                return helpers;
            }
            helpers.add(helper);
        }
        return helpers;
    }

    /** One helper's part, which is begun once or called off. */
    private static final class Helper implements Runnable {
        private final Runnable work;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CompletableFuture<Optional<RuntimeException>> outcome = new CompletableFuture<>();

        Helper(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                try {
                    work.run();
                    outcome.complete(Optional.empty());
                } catch (RuntimeException e) {
                    outcome.complete(Optional.of(e));
                } finally {
                    // of an Error the executor tells; nobody waits for what it ended
                    outcome.complete(Optional.of(new IllegalStateException("a helper of a run has died")));
                }
            }
        }

        /** Waits until it has ended, if it has begun; what it threw. */
        Optional<RuntimeException> ended() {
            return begun.compareAndSet(false, true) ? Optional.empty() : outcome.join();
        }
    }
}
