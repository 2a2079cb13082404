package io.billing4j.server.api;

import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.BillingException;
import io.billing4j.id.SystemSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Counts and times what is reported of usage, batch by batch:
 *
 * <ul>
 *   <li>{@code billing.usage.events}, by {@code result}: {@code recorded}; {@code duplicate}, which were there already; {@code
 *       refused} with their batch, because of what one of it says; {@code failed} with their batch, which may be sent again.
 *   <li>{@code billing.usage.batch.time}, by {@code outcome} {@code success} or {@code failure}: how many batches, and how long
 *       each took until it was committed, with the wait for a transaction to share.
 * </ul>
 *
 * All of them are there from the start, at zero. What is refused before it can be read as events is among the calls alone.
 */
final class UsageReportMeters {
    private final Counter recorded;
    private final Counter duplicates;
    private final Counter refused;
    private final Counter failed;
    private final Timer success;
    private final Timer failure;

    UsageReportMeters(MeterRegistry registry) {
        recorded = events(registry, "recorded");
        duplicates = events(registry, "duplicate");
        refused = events(registry, "refused");
        failed = events(registry, "failed");
        success = time(registry, "success");
        failure = time(registry, "failure");
    }

    /** What the work makes of a batch. */
    UsageReceipt measured(int events, Supplier<UsageReceipt> work) {
        long begun = SystemSource.nanoTime();
        UsageReceipt receipt;
        try {
            receipt = work.get();
        } catch (RuntimeException | Error e) {
            (isRefusal(e) ? refused : failed).increment(events);
            failure.record(since(begun));
            throw e;
        }
        success.record(since(begun));
        recorded.increment(receipt.recorded());
        duplicates.increment(receipt.duplicates());
        return receipt;
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof BillingException known
                && !known.code().category().isFailure();
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(SystemSource.nanoTime() - begun);
    }

    private static Counter events(MeterRegistry registry, String result) {
        return Counter.builder("billing.usage.events")
                .description("Events that were reported")
                .tag("result", result)
                .register(registry);
    }

    private static Timer time(MeterRegistry registry, String outcome) {
        return Timer.builder("billing.usage.batch.time")
                .description("Time per batch of events")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry);
    }
}
