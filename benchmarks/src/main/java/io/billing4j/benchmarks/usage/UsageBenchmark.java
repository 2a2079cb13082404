package io.billing4j.benchmarks.usage;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.benchmarks.Crew;
import io.billing4j.benchmarks.Report;
import io.billing4j.benchmarks.Result;
import io.billing4j.benchmarks.ServerCounters;
import io.billing4j.benchmarks.Statements;
import io.billing4j.benchmarks.books.Books;
import io.billing4j.benchmarks.books.Shape;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.UsageGathering;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.usage.UsageEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** How many events are taken in in a second, beside what the server takes of the same keys and raw rows. */
public final class UsageBenchmark {
    private static final int CUSTOMERS = 1_000;
    private static final int CLIENTS = 16;

    private final BenchmarkDatabase database;
    private final Report report;
    private final Billing4J billing;
    private final UsageGathering gathering;
    private final Books books;
    private final boolean statements;
    private int tenants;

    /** A benchmark on this database. */
    public UsageBenchmark(BenchmarkDatabase database, Report report, boolean statements) {
        this.database = database;
        this.report = report;
        this.statements = statements;
        this.billing = Billing4J.builder(
                        JdbcBillingStore.builder(database.application()).build())
                .build();
        this.gathering = UsageGathering.builder(billing).build();
        this.books = new Books(database, billing);
    }

    /** Takes in some of each size, so that the compiler has seen everything before anything counts. */
    public void warmUp(int events) throws Exception {
        record(tenant("warm"), events, 1_000, 2, 100);
        record(tenant("warm"), events / 20, 1, CLIENTS, 100);
    }

    /**
     * Batches of one size, by the better of one and two threads; single events by sixteen, whose reports are gathered. The
     * ratio to the limit.
     *
     * @param customers whose events they are, up to 1,000: the more of them, the more rollups a batch adds to
     */
    public double batches(int size, int events, int customers) throws Exception {
        double product = 0;
        double limit = 0;
        ServerCounters did = null;
        for (int threads : size == 1 ? new int[] {CLIENTS} : new int[] {1, 2}) {
            TenantId tenant = tenant("usage");
            database.settle();
            ServerCounters before = ServerCounters.read(database);
            Statements.reset(database);
            double perSecond = record(tenant, events, size, threads, customers);
            ServerCounters spent = ServerCounters.read(database).since(before);
            did = perSecond > product ? spent : did;
            if (statements) {
                Statements.dearest(database, events).forEach(report::say);
            }
            TenantId target = tenant("limit");
            CapturedUsage captured = CapturedUsage.of(database, tenant, target, size);
            if (captured.events() != events) {
                throw new IllegalStateException("captured " + captured.events() + " of " + events);
            }
            database.settle();
            double bare = new UsageLimit(database).perSecond(captured, threads);
            report.say(String.format(
                    Locale.ROOT,
                    "    on %d thread(s): %.0f events/s, the limit %.0f events/s",
                    threads,
                    perSecond,
                    bare));
            product = Math.max(product, perSecond);
            limit = Math.max(limit, bare);
        }
        report.add(
                Result.of("usage, batches of " + size + ", " + customers + " customers", product, limit, "events/s"));
        if (did != null) {
            report.say("    " + did.per(events, "event"));
        }
        return product / limit;
    }

    /** Batches of 1,000, every second of whose events has been recorded before. */
    public void duplicates(int events) throws Exception {
        TenantId tenant = tenant("usage");
        BillingEngine engine = billing.forTenant(tenant);
        List<List<UsageEvent>> batches = source(100).batches(events, 1_000);
        for (List<UsageEvent> batch : batches) {
            List<UsageEvent> half = new ArrayList<>();
            for (int i = 0; i < batch.size(); i += 2) {
                half.add(batch.get(i));
            }
            engine.usage().record(half);
        }
        database.settle();
        AtomicInteger next = new AtomicInteger();
        double perSecond = Crew.perSecond(2, events, () -> {
            for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
                engine.usage().record(batches.get(i));
            }
            return null;
        });
        report.add(Result.alone("usage, batches of 1000, half duplicates", perSecond, "events/s"));
    }

    /** One event per request over gRPC, by sixteen clients, each waiting for its answer. */
    public void overGrpc(int events) throws Exception {
        try (GrpcReporters clients = new GrpcReporters(database, billing, gathering)) {
            TenantId warm = tenant("warm");
            clients.record(warm, source(100).batches(events / 4, 1), CLIENTS);
            TenantId tenant = tenant("usage");
            database.settle();
            report.add(Result.alone(
                    "usage, one event per request over gRPC, 16 clients",
                    clients.record(tenant, source(100).batches(events, 1), CLIENTS),
                    "events/s"));
        }
    }

    private double record(TenantId tenant, int events, int size, int threads, int customers) throws Exception {
        BillingEngine engine = billing.forTenant(tenant);
        List<List<UsageEvent>> batches = source(customers).batches(events, size);
        AtomicInteger next = new AtomicInteger();
        Callable<Void> work = () -> {
            for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
                if (size == 1) {
                    gathering.record(tenant, batches.get(i));
                } else {
                    engine.usage().record(batches.get(i));
                }
            }
            return null;
        };
        return Crew.perSecond(threads, events, work);
    }

    private static EventSource source(int customers) {
        return new EventSource(customers, Shape.FLAT_AND_TWO_USAGE.meters());
    }

    private TenantId tenant(String name) throws Exception {
        tenants++;
        TenantId tenant = TenantId.of(name + "-u" + tenants);
        books.fill(tenant, Shape.FLAT_AND_TWO_USAGE, CUSTOMERS, 0);
        return tenant;
    }
}
