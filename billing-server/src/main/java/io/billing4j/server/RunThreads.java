package io.billing4j.server;

import io.billing4j.engine.Billing4J;
import io.billing4j.jdbc.RunSharing;
import io.billing4j.server.tracing.CallThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of this process that bill in runs, its own and those of others. */
final class RunThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunThreads.class);
    private static final int PATIENCE_SECONDS = 30;

    private final RunConfiguration configuration;
    private final ExecutorService workers;
    private @Nullable RunSharing sharing;

    RunThreads(RunConfiguration configuration) {
        this.configuration = configuration;
        AtomicInteger threads = new AtomicInteger();
        // Whoever asks for a run is a worker too.
        this.workers = Executors.newFixedThreadPool(Math.max(1, configuration.workers() - 1), work -> {
            Thread thread = new Thread(work, "billing-run-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has runs of the engine billed by the workers. */
    Billing4J.Builder workOn(Billing4J.Builder billing) {
        return billing.runWorkers(new CallThreads(workers), configuration.workers());
    }

    /** Begins to take part in runs of others, if it is to. */
    void share(Billing4J billing, DataSource sessions) {
        if (configuration.joins() > 0) {
            sharing = RunSharing.builder(billing)
                    .listenOn(sessions)
                    .poll(configuration.poll())
                    .joins(configuration.joins())
                    .onFailure(e -> LOG.warn("a billing run of others: {}; it is tried again", e.getMessage(), e))
                    .start();
        }
    }

    /** Takes no part in runs of others any more; what was begun of them is committed. */
    void leave() {
        RunSharing open = sharing;
        sharing = null;
        if (open != null) {
            open.close();
        }
    }

    /** Leaves the runs of others, and ends the workers, who have nothing to do once no run is asked for any more. */
    @Override
    public void close() {
        leave();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("workers of a billing run have not ended; what they have not committed is undone");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
