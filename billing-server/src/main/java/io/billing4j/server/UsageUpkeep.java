package io.billing4j.server;

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
 * Keeps house for usage at the start and once a day, on a thread of its own. What fails is logged and counted, and tried again
 * the next time.
 */
final class UsageUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageUpkeep.class);
    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final ScheduledExecutorService thread;
    private final Supplier<UsageMaintenanceReport> pass;
    private final UsageMeters meters;

    private UsageUpkeep(Supplier<UsageMaintenanceReport> pass, UsageMeters meters) {
        this.pass = pass;
        this.meters = meters;
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "usage-upkeep");
            made.setDaemon(true);
            return made;
        });
    }

    /** Begins with a pass at once. */
    static UsageUpkeep start(Supplier<UsageMaintenanceReport> pass, UsageMeters meters) {
        return every(DAILY, pass, meters);
    }

    static UsageUpkeep every(Duration pause, Supplier<UsageMaintenanceReport> pass, UsageMeters meters) {
        UsageUpkeep upkeep = new UsageUpkeep(pass, meters);
        // it ends with its thread, and a pass sees to its failures itself
        Future<?> unused =
                upkeep.thread.scheduleWithFixedDelay(upkeep::run, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        return upkeep;
    }

    private void run() {
        try {
            UsageMaintenanceReport report = pass.get();
            meters.passed(report);
            LOG.info("{}", report);
        } catch (RuntimeException e) {
            meters.failed();
            LOG.error("could not keep house for usage: {}; tried again in a day", e.getMessage(), e);
        }
    }

    /** Ends the pass that runs after the step it is in, and waits for that for a few seconds. */
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
