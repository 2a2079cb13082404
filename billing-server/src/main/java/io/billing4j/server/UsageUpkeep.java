package io.billing4j.server;

import io.billing4j.jdbc.UsageMaintenance;
import io.billing4j.jdbc.UsageMaintenanceReport;
import io.billing4j.server.observe.UsageMeters;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps house for usage, on a thread of its own: makes the months that come at the start, and does a whole pass a day later and
 * then once a day. By the first deletion all processes have to be of this version. What fails is logged and counted, and tried
 * again the next time.
 */
final class UsageUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageUpkeep.class);
    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final ScheduledExecutorService thread;
    private final UsageMeters meters;

    private UsageUpkeep(UsageMeters meters) {
        this.meters = meters;
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "usage-upkeep");
            made.setDaemon(true);
            return made;
        });
    }

    /** Begins at once, and deletes nothing for a day. */
    static UsageUpkeep start(UsageMaintenance maintenance, UsageMeters meters) {
        return every(DAILY, maintenance::makeAhead, maintenance::run, meters);
    }

    /**
     * Begins at once.
     *
     * @param pause before each pass, the first one too
     * @param ahead done once, at the start
     */
    static UsageUpkeep every(
            Duration pause,
            Supplier<UsageMaintenanceReport> ahead,
            Supplier<UsageMaintenanceReport> pass,
            UsageMeters meters) {
        UsageUpkeep upkeep = new UsageUpkeep(meters);
        // both end with the thread, and see to their failures themselves
        Future<?> unusedStart = upkeep.thread.submit(() -> upkeep.run(ahead));
        Future<?> unusedPasses = upkeep.thread.scheduleWithFixedDelay(
                () -> upkeep.run(pass), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return upkeep;
    }

    private void run(Supplier<UsageMaintenanceReport> pass) {
        try {
            UsageMaintenanceReport report = pass.get();
            meters.passed(report);
            LOG.info("{}", report);
        } catch (RuntimeException | Error e) {
            // what is thrown on would end all later passes, and nobody would hear of it
            meters.failed();
            LOG.error("could not keep house for usage: {}; tried again in a day", e.getMessage(), e);
        }
    }

    /** Ends the pass that runs after the step it is in, and waits for that for a few seconds. Throws nothing. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("keeping house for usage took longer than {} to end", LONGEST_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
