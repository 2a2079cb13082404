package io.billing4j.benchmarks.preview;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.benchmarks.Crew;
import io.billing4j.benchmarks.Report;
import io.billing4j.benchmarks.Result;
import io.billing4j.benchmarks.ServerAccess;
import io.billing4j.benchmarks.ServerServices;
import io.billing4j.benchmarks.books.Books;
import io.billing4j.benchmarks.books.Shape;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.engine.UsageGathering;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.transport.BillingServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** How long a preview of a fee and two usage lines takes, and how many the server answers over HTTP. */
public final class PreviewBenchmark {
    private static final int SUBSCRIPTIONS = 1_000;
    private static final int EVENTS_PER_METER = 10;
    private static final int CLIENTS = 8;

    private final BenchmarkDatabase database;
    private final Report report;
    private final Billing4J billing;
    private final Books books;

    /** A benchmark on this database. */
    public PreviewBenchmark(BenchmarkDatabase database, Report report) {
        this.database = database;
        this.report = report;
        this.billing = Billing4J.builder(
                        JdbcBillingStore.builder(database.application()).build())
                .build();
        this.books = new Books(database, billing);
    }

    /** One after the other in one thread, as many beforehand that are not counted: median and 99th percentile. */
    public void throughTheCore(int previews) throws Exception {
        double[] millis = previews(tenant("preview-core", SUBSCRIPTIONS, EVENTS_PER_METER), SUBSCRIPTIONS, previews);
        report.add(Result.alone("preview, flat + 2 usage, median", millis[previews / 2], "ms"));
        report.add(Result.alone("preview, flat + 2 usage, 99th percentile", millis[previews * 99 / 100], "ms"));
    }

    /** The same document with few and with many events behind it. */
    public void besideManyEvents(int previews) throws Exception {
        for (int events : new int[] {1_000, 1_000_000}) {
            double[] millis = previews(tenant("preview-" + events, 1, events / 2), 1, previews);
            report.add(Result.alone("preview, " + events + " events behind it, median", millis[previews / 2], "ms"));
        }
    }

    /** Eight clients over HTTP, each waiting for its answer; three times as many beforehand that are not counted. */
    public void overHttp(int previews) throws Exception {
        TenantId tenant = tenant("preview-http", SUBSCRIPTIONS, EVENTS_PER_METER);
        try (BillingServer server = BillingServer.builder(ServerAccess.rules())
                .services(ServerServices.of(
                        database, billing, UsageGathering.builder(billing).build()))
                .port(0)
                .build()) {
            server.start();
            URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/billing/invoices:preview");
            requests(uri, tenant, 3 * previews);
            report.add(Result.alone(
                    "preview over HTTP, flat + 2 usage, 8 clients", requests(uri, tenant, previews), "previews/s"));
        }
    }

    private static double requests(URI uri, TenantId tenant, int previews) throws Exception {
        AtomicInteger next = new AtomicInteger();
        String bearer = ServerAccess.bearer(tenant);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return Crew.perSecond(CLIENTS, previews, () -> {
            for (int i = next.getAndIncrement(); i < previews; i = next.getAndIncrement()) {
                String body = "{\"subscriptionId\": \"" + Books.subscription(i % SUBSCRIPTIONS) + "\"}";
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(uri)
                                .header("Content-Type", "application/json")
                                .header("Authorization", bearer)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
                if (answer.statusCode() != 200 || !answer.body().contains("\"lines\"")) {
                    throw new IllegalStateException(
                            "the server answered " + answer.statusCode() + ": " + answer.body());
                }
            }
            return null;
        });
    }

    /** Each in milliseconds, in ascending order. */
    private double[] previews(TenantId tenant, int subscriptions, int previews) {
        BillingEngine engine = billing.forTenant(tenant);
        double[] millis = new double[previews];
        for (int i = -previews; i < previews; i++) {
            SubscriptionId subscription = SubscriptionId.of(Books.subscription(Math.floorMod(i, subscriptions)));
            long begun = System.nanoTime();
            int lines = engine.previewNextInvoice(subscription)
                    .flatMap(InvoiceOutcome::invoice)
                    .orElseThrow()
                    .lines()
                    .size();
            long took = System.nanoTime() - begun;
            if (lines != 3) {
                throw new IllegalStateException("expected 3 lines but found " + lines);
            }
            if (i >= 0) {
                millis[i] = took / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    private TenantId tenant(String name, int subscriptions, int eventsPerMeter) throws Exception {
        TenantId tenant = TenantId.of(name);
        books.fill(tenant, Shape.FLAT_AND_TWO_USAGE, subscriptions, eventsPerMeter);
        // the first document has the fee alone; the next has January's usage
        billing.forTenant(tenant).runs().run(Books.START);
        database.settle();
        return tenant;
    }
}
