package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.engine.Billing4J;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.Caller;
import io.billing4j.server.ServerJvm;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.security.Tokens;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sixteen clients at once, each without a pause, on a PostgreSQL with the settings it has in service. By night they go on for a
 * minute, else each does the same few rounds, however long they take. No call may fail, and what was answered has to be in the
 * books, and billed, once.
 */
@ExtendWith(FaultServer.Shared.class)
@Timeout(600)
class LoadTest {
    /** What the tenant's clock shows. */
    static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");

    private static final Instant APRIL = Instant.parse("2026-04-01T00:10:00Z");
    private static final TenantId TENANT = TenantId.of("load");
    private static final boolean NIGHT = Boolean.getBoolean("billing.nightly");
    private static final Duration BY_NIGHT = Duration.ofMinutes(1);
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 12;
    private static final int ROUNDS_TO_A_RUN = 4;

    private final FaultServer postgres;
    private final FaultDatabase books;
    private final LoadFigures figures = new LoadFigures();

    LoadTest(FaultServer postgres) {
        this.postgres = postgres;
        this.books = postgres.books();
    }

    @Test
    void no_call_fails_and_the_books_have_all_of_it_once() throws Exception {
        createTenant();
        Path directory = Files.createDirectories(postgres.newDirectory());
        try (ServerJvm server = ServerJvm.startForLong(directory, settings())) {
            server.awaitServing();
            String bearer = Tokens.bearer(TENANT.value(), TenantKind.SANDBOX);
            Caller caller = Caller.of(server.address(), bearer);
            offer(caller);
            List<LoadClient> clients = new ArrayList<>();
            for (int number = 0; number < CLIENTS; number++) {
                clients.add(new LoadClient(number, server.address(), bearer, figures));
            }

            long begun = System.nanoTime();
            inParallel(clients, client -> work(client, begun));
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            System.out.printf(
                    "%d clients, %d calls in %d.%d s%n%s",
                    CLIENTS, figures.calls(), took.toSeconds(), took.toMillisPart() / 100, figures.table(took));

            assertThat(figures.failures()).isEmpty();
            caller.post("/clock:advance", "{'to': '" + APRIL + "'}").ok();
            assertCounts(clients);
            assertProven(caller);
        }
        BooksCheck.assertSound(books, TENANT);
    }

    private static void work(LoadClient client, long begun) {
        for (int round = 0; NIGHT ? System.nanoTime() - begun < BY_NIGHT.toNanos() : round < ROUNDS; round++) {
            client.round(round);
            if (client.number() == 0 && round % ROUNDS_TO_A_RUN == 0) {
                client.run(NOW.minus(Duration.ofDays(1)).plusSeconds(round));
            }
        }
    }

    private void assertCounts(List<LoadClient> clients) {
        assertThat(count("subscription")).isEqualTo(sum(clients, LoadClient::subscriptions));
        long events = sum(clients, LoadClient::events);
        assertThat(sum(clients, LoadClient::recorded)).isEqualTo(events);
        assertThat(count("usage_event")).isEqualTo(events);
        long calls = sum(clients, LoadClient::quantity);
        assertThat(books.number("SELECT sum(quantity) FROM usage_event WHERE tenant_id = '" + TENANT + "'"))
                .isEqualTo(calls);
        assertThat(books.number("SELECT sum(quantity) FROM invoice_line WHERE tenant_id = '" + TENANT
                        + "' AND charge_id = 'calls'"))
                .isEqualTo(calls);
    }

    /** Each document by itself, and balances by their entries. */
    private void assertProven(Caller caller) throws Exception {
        List<String> ids = books.rows("SELECT invoice_id FROM invoice WHERE tenant_id = '" + TENANT + "'");
        assertThat(ids).hasSizeGreaterThan(CLIENTS * ROUNDS);
        inParallel(ids, id -> {
            JsonNode verified = caller.get("/invoices/" + id + ":verify").ok();
            assertThat(verified.path("faults")).isEmpty();
        });
        String next = "";
        do {
            JsonNode page = caller.get("/balances:check?pageSize=1000" + next).ok();
            assertThat(page.path("differences")).isEmpty();
            next = page.path("nextPageToken").asText();
            next = next.isEmpty() ? "" : "&pageToken=" + next;
        } while (!next.isEmpty());
    }

    private long count(String table) {
        return books.number("SELECT count(*) FROM " + table + " WHERE tenant_id = '" + TENANT + "'");
    }

    private static long sum(List<LoadClient> clients, ToLongFunction<LoadClient> figure) {
        return clients.stream().mapToLong(figure).sum();
    }

    private static <T> void inParallel(List<T> all, Step<T> step) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Boolean>> begun = new ArrayList<>();
            for (T one : all) {
                begun.add(threads.submit(() -> {
                    step.take(one);
                    return true;
                }));
            }
            for (Future<Boolean> each : begun) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void createTenant() {
        try (HikariDataSource pool = books.pool("load")) {
            Billing4J.builder(JdbcBillingStore.builder(pool).build())
                    .build()
                    .createTenant(TENANT, TenantKind.SANDBOX, TenantSettings.of(ZoneOffset.UTC, CurrencyUnit.USD));
        }
    }

    private static void offer(Caller caller) {
        String plan = "{'planId': '%s', 'name': 'P', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges': ["
                + "{'chargeId': 'fee', 'description': 'Fee', 'price': {'perUnit': {'unitAmount': '%s'}}}%s]}";
        caller.post("/clock:set", "{'to': '" + NOW + "'}").ok();
        caller.post("/meters", "{'meterId': 'calls', 'aggregation': 'SUM'}").ok();
        caller.post("/plans", plan.formatted("flat", "20.00", "")).ok();
        caller.post("/plans", plan.formatted("metered", "10.00", """
                        , {'chargeId': 'calls', 'description': 'Calls', 'meterId': 'calls',
                           'price': {'perUnit': {'unitAmount': '0.05'}}}""")).ok();
    }

    private Map<String, String> settings() {
        return Map.of(
                "BILLING_SERVER_PORT",
                "0",
                "BILLING_DATABASE_URL",
                books.url(),
                "BILLING_DATABASE_PASSWORD",
                TestDatabase.APP_PASSWORD,
                "BILLING_AUTH_SECRET",
                Tokens.SECRET,
                // Else it would bill the other tenants of the books up to the day of the test.
                "BILLING_JOBS_ON",
                "off",
                "BILLING_LIMITS_CALLS_PER_SECOND",
                "1000000");
    }

    /** What is done with each. */
    @FunctionalInterface
    private interface Step<T> {
        void take(T one) throws Exception;
    }
}
