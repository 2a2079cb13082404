package io.billing4j.jdbc;

import io.billing4j.engine.Billing4J;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Uncaught;
import io.billing4j.id.SystemSource;
import io.billing4j.jdbc.internal.RunJoins;
import io.billing4j.jdbc.internal.RunWatch;
import io.billing4j.jdbc.internal.WorkListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Takes part in the runs of other processes on the same database, and goes on with those whose process has died.
 *
 * <pre>{@code
 * try (RunSharing sharing = RunSharing.builder(billing).listenOn(sessions).start()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>A run that begins leaves a hint, which stays until the run has nothing left to bill. One session listens and is woken by the
 * commit that brings the hint; besides it looks for hints at every {@link Builder#poll} interval, which is what finds runs that
 * have died. While there is nothing to do it commits twice in an interval: the look, and a sign of life of the session that listens.
 *
 * <p>A run that this engine works on already is left alone. What keeps it from a run, or from the database, is reported and tried
 * again, later each time: at most a minute later.
 */
public final class RunSharing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final @Nullable ExecutorService own;
    private final RunJoins joins;
    private final RunWatch watch;
    private final CompletableFuture<Boolean> watched;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunSharing(Builder builder) {
        Executor executor = builder.executor;
        if (executor == null) {
            own = Executors.newCachedThreadPool(RunSharing::thread);
            executor = own;
        } else {
            own = null;
        }
        joins = new RunJoins(builder.billing, executor, builder.joins, builder.poll, builder.failures);
        WorkListener listener = builder.sessions == null ? null : new WorkListener(builder.sessions, builder.schema);
        watch = new RunWatch(joins, listener, builder.poll, builder.failures);
        watched = CompletableFuture.supplyAsync(watch::untilStopped, executor);
    }

    /** Begins one for the runs of all tenants in the engine's store. */
    public static Builder builder(Billing4J billing) {
        return new Builder(billing);
    }

    /**
     * Begins nothing more, and waits until the chunks of customers that are begun are committed, but not longer than 30 s: a chunk
     * that waits for a lock gives up within the store's lock timeout. What is left of the runs is for other processes, or for the
     * next start. Closing it again does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        joins.stop();
        watch.stop();
        long until = SystemSource.nanoTime() + PATIENCE.toNanos();
        try {
            awaitWatch();
            // Whatever became of the watch, chunks may be under way: at least it is looked whether they are.
            joins.awaitEnd(Duration.ofNanos(Math.max(0, until - SystemSource.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (own != null) {
            own.shutdown();
        }
    }

    private void awaitWatch() throws InterruptedException {
        try {
            watched.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // It is over, or its thread is left to end by itself.
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "billing-run-sharing-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** What it is made of; every setting has a default. Not for use by several threads. */
    public static final class Builder {
        private final Billing4J billing;
        private @Nullable DataSource sessions;
        private String schema = SchemaSettings.defaults().schema();
        private Duration poll = Duration.ofSeconds(10);
        private int joins = 2;
        private @Nullable Executor executor;
        private Consumer<RuntimeException> failures = Uncaught::handle;

        private Builder(Billing4J billing) {
            this.billing = billing;
        }

        /**
         * Where to listen; without, it only looks from time to time.
         *
         * @param source gives a connection of pgjdbc, or one that unwraps to it, that is kept for as long as this is open, outside
         *     of a pool at best. It must be a session with the server: through a pooler that hands the server's sessions to another
         *     client with each transaction, such as PgBouncer in its transaction mode, nobody is woken, and looking from time to
         *     time is all there is. The thread that connects also looks from time to time, so the source should have timeouts for
         *     the connection and for the answers to it ({@code connectTimeout} and {@code socketTimeout} of pgjdbc)
         */
        public Builder listenOn(DataSource source) {
            sessions = source;
            return this;
        }

        /** The schema that holds the tables, as of the store; {@code billing} by default. */
        public Builder schema(String name) {
            schema = SchemaSettings.defaults().withSchema(name).schema();
            return this;
        }

        /**
         * How long a run may be open before it is found if nothing wakes this process; 10 s by default, and a fifth less at random.
         *
         * @param interval 100 ms to 1 h
         */
        public Builder poll(Duration interval) {
            if (interval.toMillis() < 100 || interval.compareTo(Duration.ofHours(1)) > 0) {
                throw ErrorCode.INVALID_NUMBER.at("poll", "expected 100 ms to 1 h but found " + interval);
            }
            poll = interval;
            return this;
        }

        /**
         * In how many runs it takes part at once, 1 to 64, 2 by default. Each takes a thread and a connection, and those of {@link
         * Billing4J.Builder#runWorkers}, beyond them.
         */
        public Builder joins(int most) {
            if (most < 1 || most > 64) {
                throw ErrorCode.INVALID_NUMBER.at("joins", "expected 1 to 64 but found " + most);
            }
            joins = most;
            return this;
        }

        /**
         * Whose threads do it: one that watches, for as long as this is open, and one for each run at a time. They must be
         * others than the one that hands the work over. Daemon threads of its own by default.
         */
        public Builder executor(Executor threads) {
            executor = threads;
            return this;
        }

        /** Who is told of failures, all of which are tried again; by default the handler of uncaught exceptions of the thread. */
        public Builder onFailure(Consumer<RuntimeException> told) {
            failures = told;
            return this;
        }

        /** Begins to watch. */
        public RunSharing start() {
            return new RunSharing(this);
        }
    }
}
