package io.billing4j.benchmarks.run;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.benchmarks.JvmCost;
import io.billing4j.benchmarks.Report;
import io.billing4j.benchmarks.Result;
import io.billing4j.benchmarks.ServerCounters;
import io.billing4j.benchmarks.Statements;
import io.billing4j.benchmarks.books.Books;
import io.billing4j.benchmarks.books.Shape;
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
    /** The most documents that the limit is taken over, which comes to the same with a tenth and with ten times as many. */
    private static final int LIMIT_DOCUMENTS = 50_000;
    /** Documents per transaction of the limit, as many as the product's. */
    private static final int CHUNK = 500;
    /** The share of the compiler in the JVM's work that is let go. */
    private static final double COMPILED = 0.1;

    private final BenchmarkDatabase database;
    private final Report report;
    private final Billing4J billing;
    private final Books books;
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
        this.books = new Books(database, billing);
    }

    /** Runs until the compiler has nothing more to do that counts, four times at most for each shape. */
    public void warmUp(int subscriptions) throws Exception {
        for (Shape shape : Shape.values()) {
            boolean cold = true;
            for (int i = 0; cold && i < 4; i++) {
                TenantId tenant = next("warm");
                books.fill(tenant, shape, subscriptions, EVENTS_PER_METER);
                run(tenant, Books.START);
                JvmCost before = JvmCost.read();
                run(tenant, Books.START.plusMonths(1));
                cold = JvmCost.read().since(before).compiling() > COMPILED;
            }
        }
    }

    /** One line per document; the ratio to the limit. */
    public double flat(int subscriptions) throws Exception {
        return measure(Shape.FLAT, subscriptions);
    }

    /**
     * One line per document on three processes with a worker each, beside one process with as many as there are cores. All
     * have billed as many documents before.
     */
    public double onThreeNodes(int subscriptions) throws Exception {
        double together = onNodes(3, 1, subscriptions);
        double alone = onNodes(1, Runtime.getRuntime().availableProcessors(), subscriptions);
        report.add(Result.of(
                String.format(Locale.ROOT, "run on three nodes beside one, flat, %d subscriptions", subscriptions),
                together,
                alone,
                "invoices/s"));
        return together / alone;
    }

    private double onNodes(int count, int workers, int subscriptions) throws Exception {
        try (RunNodes nodes = new RunNodes(database, count, workers)) {
            for (int i = 0; i < count; i++) {
                TenantId warm = next("warm");
                books.fill(warm, Shape.FLAT, subscriptions, 0);
                nodes.run(warm, Books.START);
            }
            TenantId tenant = next("nodes");
            books.fill(tenant, Shape.FLAT, subscriptions, 0);
            database.settle();
            long begun = System.nanoTime();
            nodes.run(tenant, Books.START);
            return subscriptions * 1e9 / (System.nanoTime() - begun);
        }
    }

    /** A fee and two lines of usage per document; the ratio to the limit. */
    public double usage(int subscriptions) throws Exception {
        return measure(Shape.FLAT_AND_TWO_USAGE, subscriptions);
    }

    /** One line per document, without a limit beside it, whose rows would fill the memory. */
    public void flatAlone(int subscriptions) throws Exception {
        TenantId tenant = next("run");
        books.fill(tenant, Shape.FLAT, subscriptions, EVENTS_PER_METER);
        report.add(Result.alone(
                name(Shape.FLAT, subscriptions), product(tenant, Books.START, subscriptions), "invoices/s"));
    }

    private double measure(Shape shape, int subscriptions) throws Exception {
        boolean usage = !shape.meters().isEmpty();
        LocalDate cutOff = usage ? Books.START.plusMonths(1) : Books.START;
        TenantId tenant = next("run");
        books.fill(tenant, shape, subscriptions, EVENTS_PER_METER);
        if (usage) {
            run(tenant, Books.START);
        }
        double product = product(tenant, cutOff, subscriptions);
        double limit = limit(tenant, shape, subscriptions);
        report.add(Result.of(name(shape, subscriptions), product, limit, "invoices/s"));
        return product / limit;
    }

    private static String name(Shape shape, int subscriptions) {
        return String.format(Locale.ROOT, "run, %s, %d subscriptions", shape, subscriptions);
    }

    /** Documents per second; says what each of them cost. */
    private double product(TenantId tenant, LocalDate cutOff, int subscriptions) throws Exception {
        database.settle();
        ServerCounters before = ServerCounters.read(database);
        Statements.reset(database);
        JvmCost spent = JvmCost.read();
        long begun = System.nanoTime();
        BillingRun run = run(tenant, cutOff);
        double perSecond = run.progress().invoices() * 1e9 / (System.nanoTime() - begun);
        if (run.progress().invoices() != subscriptions) {
            throw new IllegalStateException("expected " + subscriptions + " invoices but found " + run);
        }
        JvmCost cost = JvmCost.read().since(spent);
        ServerCounters did = ServerCounters.read(database).since(before);
        if (statements) {
            Statements.dearest(database, subscriptions).forEach(report::say);
        }
        report.say("    " + did.per(subscriptions, "invoice"));
        report.say("    " + cost.per(subscriptions, "invoice"));
        return perSecond;
    }

    /** The best of one and two connections. */
    private double limit(TenantId tenant, Shape shape, int subscriptions) throws Exception {
        double best = 0;
        int documents = Math.min(subscriptions, LIMIT_DOCUMENTS);
        for (int connections = 1; connections <= 2; connections++) {
            TenantId target = next("limit");
            books.fill(target, shape, documents, 0);
            CapturedRun captured = CapturedRun.of(database, tenant, target, CHUNK, documents);
            if (captured.documents() != documents) {
                throw new IllegalStateException("captured " + captured.documents() + " of " + documents);
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
