package io.billing4j.server.faults;

import com.linecorp.armeria.client.grpc.GrpcClients;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.GrpcUsageSink;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceBlockingStub;
import io.billing4j.reporter.ReporterCounters;
import io.billing4j.reporter.ReporterObserver;
import io.billing4j.reporter.SendFailure;
import io.billing4j.reporter.UsageReporter;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A service that reports a group of {@link FaultUsage} every few milliseconds, whatever becomes of the server. */
final class SteadyReporter implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Set<ErrorCode> failures = ConcurrentHashMap.newKeySet();
    private final UsageReporter reporter;
    private final Thread service;
    private final AtomicInteger groups = new AtomicInteger();
    private volatile boolean stopped;

    private SteadyReporter(GrpcUsageSink sink) {
        reporter = UsageReporter.builder(sink)
                .batchAge(Duration.ZERO)
                .closeTimeout(Duration.ofMinutes(1))
                .observer(new ReporterObserver() {
                    @Override
                    public void sendFailed(SendFailure failure) {
                        if (failure.cause() instanceof BillingException refusal) {
                            failures.add(refusal.code());
                        }
                    }
                })
                .build();
        service = new Thread(this::report, "service");
        service.setDaemon(true);
    }

    /** To the server at this address, with this token. */
    static SteadyReporter start(URI server, String token) {
        SteadyReporter reporting = new SteadyReporter(
                GrpcUsageSink.on(GrpcClients.newClient("gproto+" + server, UsageServiceBlockingStub.class)
                                .getChannel())
                        .token(() -> token)
                        .build());
        reporting.service.start();
        return reporting;
    }

    /** How many groups were reported so far. */
    int groups() {
        return groups.get();
    }

    /** How many events the server has taken so far. */
    long sent() {
        return reporter.counters().sent();
    }

    /** Why batches were not taken, so that they were sent again. */
    Set<ErrorCode> failures() {
        return Set.copyOf(failures);
    }

    /** Reports no more; what came of it when all of it is sent, or a minute is over. */
    ReporterCounters finish() throws InterruptedException {
        stopped = true;
        service.join();
        reporter.close();
        return reporter.counters();
    }

    @Override
    public void close() {
        stopped = true;
        reporter.close();
    }

    private void report() {
        while (!stopped) {
            try {
                reporter.report(FaultUsage.group(groups.get()));
                groups.incrementAndGet();
            } catch (BillingException e) {
                // There is no room for it: nothing of it was taken, and it is reported again.
                if (e.code() != ErrorCode.REPORTER_FULL) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
