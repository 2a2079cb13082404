package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.grpc.GrpcUsageSink;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.reporter.RefusedUsage;
import io.billing4j.reporter.ReporterCounters;
import io.billing4j.reporter.ReporterObserver;
import io.billing4j.reporter.SendFailure;
import io.billing4j.reporter.UsageReporter;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.Tokens;
import io.billing4j.server.transport.BillingServer;
import io.billing4j.tenant.BillingClock;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service reports over gRPC while the server is stopped and started again; PostgreSQL says what came of it. */
class ReporterOverGrpcTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final CustomerId ADA = CustomerId.of("ada");
    private static final MeterId CALLS = MeterId.of("calls");
    private static final int THREADS = 4;
    private static final int EVENTS = 4_000;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final TestDatabase database = TestDatabase.fresh();
    private final HikariDataSource pool = database.pool();
    private final Billing4J billing = Billing4J.builder(
                    JdbcBillingStore.builder(pool).build())
            .clock(BillingClock.of(Clock.fixed(TestServer.NOW, ZoneOffset.UTC)))
            .build();
    private final ExecutorService service = Executors.newFixedThreadPool(THREADS);
    private BillingServer server = started(0);

    @BeforeEach
    void books() {
        billing.createTenant(ACME, TenantKind.LIVE, TenantSettings.of(ZoneOffset.UTC, CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(ACME);
        engine.catalog().createMeter(CALLS, MeterAggregation.SUM, false);
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
    }

    @AfterEach
    void stop() {
        service.shutdownNow();
        server.close();
        pool.close();
    }

    @Test
    void every_event_counts_once_though_the_server_was_away() throws Exception {
        int port = server.address().getPort();
        GrpcUsageSink sink = GrpcUsageSink.on(TestServer.channel(URI.create("http://127.0.0.1:" + port)))
                .token(() -> Tokens.token(ACME.value(), TenantKind.LIVE, Role.REPORTER))
                .deadline(Duration.ofSeconds(10))
                .build();
        CountDownLatch failed = new CountDownLatch(3);
        UsageReporter reporter = UsageReporter.builder(sink)
                .spillTo(directory)
                .batchSize(50)
                .batchAge(Duration.ofMillis(5))
                .inFlight(2)
                .retryDelay(Duration.ofMillis(5), Duration.ofMillis(50))
                .observer(new ReporterObserver() {
                    @Override
                    public void sendFailed(SendFailure failure) {
                        failed.countDown();
                    }
                })
                .build();
        List<Future<?>> reports = new ArrayList<>();
        CountDownLatch half = new CountDownLatch(EVENTS / 2);
        CountDownLatch gone = new CountDownLatch(1);
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            reports.add(service.submit(() -> {
                for (int n = first; n < EVENTS; n += THREADS) {
                    if (n >= EVENTS / 2) {
                        // else all may be sent before the server is gone
                        gone.await();
                    }
                    reporter.report(event(n));
                    half.countDown();
                }
                return null;
            }));
        }

        assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();
        server.close();
        gone.countDown();
        assertThat(failed.await(60, TimeUnit.SECONDS))
                .as("the server was missed")
                .isTrue();
        server = started(port);
        for (Future<?> report : reports) {
            report.get(60, TimeUnit.SECONDS);
        }
        reporter.report(UsageEvent.of(EventId.of("poison"), ADA, MeterId.of("none"), BigDecimal.ONE, TestServer.NOW));
        assertThat(reporter.flush(LONG)).isTrue();
        reporter.close();

        assertThat(database.number("SELECT count(*) FROM billing.usage_event")).isEqualTo(EVENTS);
        assertThat(database.number("SELECT count(DISTINCT event_id) FROM billing.usage_event"))
                .isEqualTo(EVENTS);
        // 0 + 1 + … + 3,999 = 3,999 * 4,000 / 2 = 7,998,000
        assertThat(database.number("SELECT sum(quantity) FROM billing.usage_event"))
                .isEqualTo(7_998_000);
        ReporterCounters counters = reporter.counters();
        assertThat(counters.sent()).isEqualTo(EVENTS);
        assertThat(counters.waiting()).isZero();
        assertThat(counters.retries()).isGreaterThanOrEqualTo(3);
        assertThat(RefusedUsage.readFrom(directory))
                .extracting(
                        usage -> usage.error().code() + " at " + usage.error().field())
                .containsExactly("METER_NOT_FOUND at meterId");
    }

    private static UsageEvent event(int n) {
        return UsageEvent.of(EventId.of("e" + n), ADA, CALLS, BigDecimal.valueOf(n), TestServer.NOW);
    }

    private BillingServer started(int port) {
        BillingServer next = BillingServer.builder(Tokens.access())
                .services(TestServices.of(billing))
                .grace(Duration.ofSeconds(1))
                .port(port)
                .build();
        next.start();
        return next;
    }
}
