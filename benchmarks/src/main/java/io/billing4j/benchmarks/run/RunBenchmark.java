package io.billing4j.benchmarks.run;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.benchmarks.Report;
import io.billing4j.benchmarks.Result;
import io.billing4j.benchmarks.ServerCounters;
import io.billing4j.benchmarks.Statements;
import io.billing4j.engine.Billing4J;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunStatus;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Executor;

/** How many documents a run makes in a second, beside what the server takes of the same rows. */
public final class RunBenchmark {
    private static final int EVENTS_PER_METER = 10;
    /** Documents per transaction of the limit, as many as the product's. */
    private static final int CHUNK = 500;

    private final BenchmarkDatabase database;
    private final Report report;
    private final Billing4J billing;
    private final RunBooks books;
    private final boolean statements;
    private int tenants;

    /** A benchmark on this database, with this many workers; the executor is the caller's. */
    public RunBenchmark(BenchmarkDatabase database, Report report, Executor executor, int workers, boolean statements) {
        this.database = database;
        this.report = report;
        this.statements = statements;
        this.billing = Billing4J.builder(
                        JdbcBillingStore.builder(database.application()).build())
                .runWorkers(executor, workers)
                .build();
        this.books = new RunBooks(database, billing);
    }

    /** Runs over small books, so that the compiler has seen everything before anything counts. */
    public void warmUp(int subscriptions) throws Exception {
        for (Shape shape : Shape.values()) {
            TenantId tenant = next("warm");
            books.fill(tenant, shape, subscriptions, EVENTS_PER_METER);
            run(tenant, RunBooks.START);
            run(tenant, RunBooks.START.plusMonths(1));
        }
    }

    /** One line per document; the ratio to the limit. */
    public double flat(int subscriptions) throws Exception {
        return measure(Shape.FLAT, subscriptions);
    }

    /** A fee and two lines of usage per document; the ratio to the limit. */
    public double usage(int subscriptions) throws Exception {
        return measure(Shape.FLAT_AND_TWO_USAGE, subscriptions);
    }

    private double measure(Shape shape, int subscriptions) throws Exception {
        boolean usage = !shape.meters().isEmpty();
        LocalDate cutOff = usage ? RunBooks.START.plusMonths(1) : RunBooks.START;
        TenantId tenant = next("run");
        books.fill(tenant, shape, subscriptions, EVENTS_PER_METER);
        if (usage) {
            run(tenant, RunBooks.START);
        }
        database.settle();
        ServerCounters before = ServerCounters.read(database);
        Statements.reset(database);
        long begun = System.nanoTime();
        BillingRun run = run(tenant, cutOff);
        double product = run.progress().invoices() * 1e9 / (System.nanoTime() - begun);
        ServerCounters did = ServerCounters.read(database).since(before);
        if (statements) {
            Statements.dearest(database, run.progress().invoices()).forEach(report::say);
        }
        double limit = limit(tenant, shape, subscriptions);
        report.add(Result.of(
                String.format(Locale.ROOT, "run, %s, %d subscriptions", shape, subscriptions),
                product,
                limit,
                "invoices/s"));
        report.say("    " + did.per(run.progress().invoices(), "invoice"));
        return product / limit;
    }

    /** The best of one and two connections. */
    private double limit(TenantId tenant, Shape shape, int subscriptions) throws Exception {
        double best = 0;
        for (int connections = 1; connections <= 2; connections++) {
            TenantId target = next("limit");
            books.fill(target, shape, subscriptions, 0);
            CapturedRun captured = CapturedRun.of(database, tenant, target, CHUNK);
            if (captured.documents() != subscriptions) {
                throw new IllegalStateException("captured " + captured.documents() + " of " + subscriptions);
            }
            database.settle();
            double perSecond = new RunLimit(database).perSecond(captured, connections);
            report.say(String.format(
                    Locale.ROOT, "    limit on %d connection(s): %.0f invoices/s", connections, perSecond));
            best = Math.max(best, perSecond);
        }
        return best;
    }

    private BillingRun run(TenantId tenant, LocalDate cutOff) {
        BillingRun run = billing.forTenant(tenant).runs().run(cutOff);
        if (run.status() != RunStatus.COMPLETED) {
            throw new IllegalStateException("the run came to " + run);
        }
        return run;
    }

    private TenantId next(String name) {
        tenants++;
        return TenantId.of(name + "-" + tenants);
    }
}
