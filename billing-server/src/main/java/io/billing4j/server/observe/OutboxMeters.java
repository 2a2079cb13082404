package io.billing4j.server.observe;

import io.billing4j.id.SystemSource;
import io.billing4j.jdbc.OutboxBacklog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what waits in the outbox to be published, of all tenants, as it was within the last minute:
 *
 * <ul>
 *   <li>{@code billing.outbox.events}: how many; {@value OutboxBacklog#MOST} stands for as many or more.
 *   <li>{@code billing.outbox.age}, in seconds: how long the oldest of all has waited; 0 where none waits.
 * </ul>
 *
 * Neither is a number while the database cannot be asked.
 */
public final class OutboxMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxMeters.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Clock clock;
    private final ScheduledExecutorService thread;
    private volatile @Nullable OutboxBacklog backlog;
    private volatile boolean failing;

    /** Registers the meters, which know nothing yet. */
    OutboxMeters(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "outbox-meters");
            made.setDaemon(true);
            return made;
        });
        Gauge.builder("billing.outbox.events", this, OutboxMeters::events)
                .description("Events that wait to be published")
                .register(registry);
        Gauge.builder("billing.outbox.age", this, OutboxMeters::age)
                .description("How long the oldest of them has waited")
                .baseUnit("seconds")
                .register(registry);
    }

    /** Asks at once, and then each minute on a thread of its own. */
    public static OutboxMeters start(MeterRegistry registry, Supplier<OutboxBacklog> backlog) {
        OutboxMeters meters = new OutboxMeters(registry, SystemSource.clock());
        Future<?> unused = meters.thread.scheduleWithFixedDelay(
                () -> meters.ask(backlog), 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        return meters;
    }

    /** Takes in what there is now. */
    void ask(Supplier<OutboxBacklog> source) {
        try {
            backlog = source.get();
            failing = false;
        } catch (RuntimeException | Error e) {
            // what is thrown on would end all later looks, and nobody would hear of it
            backlog = null;
            if (!failing) {
                LOG.warn("could not see what waits in the outbox: {}; tried again each minute", e.getMessage(), e);
            }
            failing = true;
        }
    }

    /** Asks no more. Throws nothing. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("looking at the outbox took longer than {} to end", LONGEST_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double events() {
        OutboxBacklog known = backlog;
        return known == null ? Double.NaN : known.events();
    }

    private double age() {
        OutboxBacklog known = backlog;
        if (known == null) {
            return Double.NaN;
        }
        Instant oldest = known.oldest();
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / 1_000.0);
    }
}
