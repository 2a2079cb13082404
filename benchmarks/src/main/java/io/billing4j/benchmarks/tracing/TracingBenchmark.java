package io.billing4j.benchmarks.tracing;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.benchmarks.JvmCost;
import io.billing4j.benchmarks.Report;
import io.billing4j.benchmarks.Result;
import io.billing4j.benchmarks.books.Books;
import io.billing4j.benchmarks.books.Shape;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.EngineObserver;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.tracing.CallTrace;
import io.billing4j.server.tracing.EngineSpans;
import io.billing4j.server.tracing.StatementSpans;
import io.billing4j.server.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a preview costs in CPU, of this JVM without its compiler and of PostgreSQL, by how much of it can be seen. All ways take turns,
 * so that each has the same machine, and the median of the turns counts.
 */
public final class TracingBenchmark {
    private static final TenantId TENANT = TenantId.of("preview-traced");
    private static final int SUBSCRIPTIONS = 1_000;
    private static final int EVENTS_PER_METER = 10;
    private static final int TURNS = 15;

    private final BenchmarkDatabase database;
    private final Report report;

    /** A benchmark on this database. */
    public TracingBenchmark(BenchmarkDatabase database, Report report) {
        this.database = database;
        this.report = report;
    }

    /** So many of each way and turn, and in the first two turns, which do not count, so many as well. */
    public void previews(int each) throws Exception {
        DataSource connections = database.application();
        Billing4J billing =
                Billing4J.builder(JdbcBillingStore.builder(connections).build()).build();
        new Books(database, billing).fill(TENANT, Shape.FLAT_AND_TWO_USAGE, SUBSCRIPTIONS, EVENTS_PER_METER);
        billing.forTenant(TENANT).runs().run(Books.START);
        database.settle();
        try (Sink sink = new Sink();
                Tracing none = Tracing.to(sink.endpoint(), 0);
                Tracing all = Tracing.to(sink.endpoint(), 1)) {
            measure(
                    each,
                    new Way("untraced", store(connections), null),
                    new Way(
                            "with an application_name",
                            named(connections),
                            Tracing.off().tracer()),
                    new Way("traced, not sampled", traced(connections, none), none.tracer()),
                    new Way("traced, sampled", traced(connections, all), all.tracer()),
                    new Way("marked, behind a proxy", store(Marks.kept(connections)), null),
                    new Way("not marked, behind a proxy", store(Marks.removed(connections)), null));
            report.say(String.format(
                    Locale.ROOT,
                    "spans: %d sent, %d failed, %d dropped",
                    all.counts().sent(),
                    all.counts().failed(),
                    all.counts().dropped()));
        }
    }

    private static BillingEngine store(DataSource connections) {
        return engine(JdbcBillingStore.builder(connections), EngineObserver.NONE);
    }

    private static BillingEngine named(DataSource connections) {
        return engine(
                JdbcBillingStore.builder(connections).applicationName(CallTrace::applicationName), EngineObserver.NONE);
    }

    private static BillingEngine traced(DataSource connections, Tracing tracing) {
        return engine(
                JdbcBillingStore.builder(connections)
                        .applicationName(CallTrace::applicationName)
                        .statements(new StatementSpans(tracing.tracer())),
                new EngineSpans(tracing.tracer()));
    }

    private static BillingEngine engine(JdbcBillingStore.Builder store, EngineObserver observer) {
        return Billing4J.builder(store.build()).observer(observer).build().forTenant(TENANT);
    }

    private void measure(int each, Way... ways) {
        double[][] jvm = new double[ways.length][TURNS];
        double[][] postgres = new double[ways.length][TURNS];
        for (int turn = -2; turn < TURNS; turn++) {
            for (int i = 0; i < ways.length; i++) {
                JvmCost begun = JvmCost.read();
                Duration before = children();
                for (int n = 0; n < each; n++) {
                    ways[i].preview(n % SUBSCRIPTIONS);
                }
                JvmCost spent = JvmCost.read().since(begun);
                if (turn >= 0) {
                    jvm[i][turn] = (spent.cpuNanos() / 1e3 - spent.compileMillis() * 1e3) / each;
                    postgres[i][turn] = children().minus(before).toNanos() / 1e3 / each;
                }
            }
        }
        for (int i = 0; i < ways.length; i++) {
            String name = "preview, " + ways[i].name();
            report.add(Result.alone(name + ", CPU of the JVM", median(jvm[i]), "us"));
            report.add(Result.alone(name + ", CPU of PostgreSQL", median(postgres[i]), "us"));
            report.say("    " + quartiles(jvm[i]) + " in the JVM, " + quartiles(postgres[i]) + " in PostgreSQL");
        }
    }

    /** What the processes have spent that this one has started, and those that they have. */
    private static Duration children() {
        return ProcessHandle.current()
                .descendants()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String quartiles(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "half of the turns %.1f to %.1f us",
                sorted[values.length / 4],
                sorted[values.length * 3 / 4]);
    }

    /**
     * A way to make a preview.
     *
     * @param tracer of calls; null for no call, as in a host without tracing
     */
    private record Way(
            String name, BillingEngine engine, @Nullable Tracer tracer) {
        void preview(int subscription) {
            if (tracer == null) {
                made(subscription);
                return;
            }
            Span span = tracer.spanBuilder("InvoiceService/PreviewInvoice").startSpan();
            Context call = new CallTrace("InvoiceService/PreviewInvoice")
                    .in(Context.root().with(span));
            Scope entered = call.makeCurrent();
            try {
                made(subscription);
            } finally {
                entered.close();
                span.end();
            }
        }

        private void made(int subscription) {
            SubscriptionId id = SubscriptionId.of(Books.subscription(subscription));
            if (engine.previewNextInvoice(id).isEmpty()) {
                throw new IllegalStateException("nothing is to come for " + id);
            }
        }
    }
}
