package io.billing4j.server.api;

import com.linecorp.armeria.client.grpc.GrpcClients;
import io.billing4j.audit.Actor;
import io.billing4j.audit.AuditEntry;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceBlockingStub;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.Price;
import io.billing4j.price.PriceInput;
import io.billing4j.price.PriceStep;
import io.billing4j.server.jobs.Jobs;
import io.billing4j.server.jobs.StandingJobs;
import io.billing4j.server.openapi.OpenApiDocument;
import io.billing4j.server.security.ServedTenants;
import io.billing4j.server.security.Tokens;
import io.billing4j.server.transport.AccessRules;
import io.billing4j.server.transport.Aside;
import io.billing4j.server.transport.BillingServer;
import io.billing4j.server.transport.ReadinessCheck;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.BillingClock;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/** The real server on a free port of the loopback interface, over the in-memory store, on 2 December 2023. */
final class TestServer implements BeforeAllCallback, AfterAllCallback {
    static final Instant NOW = Instant.parse("2023-12-02T09:30:00Z");

    private final AtomicInteger tenants = new AtomicInteger();
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final BillingClock clock = BillingClock.of(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Billing4J billing;
    private final UsageGathering gathering;
    private final BillingServer server;
    private final Consumer<TenantId> opened;

    private int depth;

    TestServer() {
        this(new InMemoryBillingStore());
    }

    /** The same over this store. */
    TestServer(BillingStore store) {
        this(store, Tokens.access());
    }

    /** The same for callers whom these rules let in. Books that are kept in memory have no jobs: asking for them fails. */
    TestServer(BillingStore store, AccessRules access) {
        this(store, access, Jobs.on(new PGSimpleDataSource()));
    }

    /** The same with jobs. */
    TestServer(BillingStore store, AccessRules access, Jobs jobs) {
        this(store, access, jobs, Duration.ofSeconds(60), tenant -> {});
    }

    private TestServer(BillingStore store, AccessRules access, Jobs jobs, Duration slowest, Consumer<TenantId> opened) {
        this.opened = opened;
        billing = Billing4J.builder(store)
                .clock(clock)
                .customPrices(CustomPrices.NONE.with("squared", 2, TestServer::squared))
                .build();
        gathering = UsageGathering.builder(billing).build();
        List<BindableService> services =
                BillingApi.services(billing, gathering, ServedTenants.all(billing), new SimpleMeterRegistry(), jobs);
        server = BillingServer.builder(access)
                .services(services)
                .docs(() -> OpenApiDocument.of(services), true)
                .readiness(new ReadinessCheck("database", ready::get))
                .readinessKept(Duration.ZERO)
                .ids(SystemSource.ids())
                .slowest(slowest)
                .grace(Duration.ofSeconds(1))
                .port(0)
                .build();
    }

    /** One whose tenants have jobs, of which some have been done. */
    static TestServer withJobs(BillingStore store, DataSource database) {
        StandingJobs jobs = new StandingJobs(database, NOW);
        return new TestServer(store, Tokens.access(), jobs.jobs(), Duration.ofSeconds(60), jobs::done);
    }

    /** One that gives up a call after this time. */
    static TestServer givingUpAfter(Duration slowest, BillingStore store) {
        return new TestServer(store, Tokens.access(), Jobs.on(new PGSimpleDataSource()), slowest, tenant -> {});
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // Nested classes come by here as well.
        if (depth++ == 0) {
            server.start();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--depth == 0) {
            leave();
        }
    }

    /** Listens, for a test that keeps it to itself. */
    void start() {
        server.start();
    }

    /** Has stopped when this returns. */
    void stop() {
        server.close();
    }

    /** Stops beside what comes after. */
    void leave() {
        Aside.close(server);
    }

    /** A client that speaks for a new tenant with empty books. */
    Rest newTenant() {
        return newTenant(TenantKind.LIVE, Duration.ZERO);
    }

    /** The same for one whose clock can be moved. */
    Rest newSandbox() {
        return newTenant(TenantKind.SANDBOX, Duration.ZERO);
    }

    /** The same, where documents stay drafts for a while. */
    Rest newSandbox(Duration grace) {
        return newTenant(TenantKind.SANDBOX, grace);
    }

    private Rest newTenant(TenantKind kind, Duration grace) {
        TenantId tenant = TenantId.of("tenant-" + tenants.incrementAndGet());
        billing.createTenant(
                tenant,
                kind,
                TenantSettings.of(ZoneOffset.UTC, CurrencyUnit.USD).withGrace(grace));
        opened.accept(tenant);
        return nobody().as(tenant.value(), kind);
    }

    /** A client without a token. */
    Rest nobody() {
        return Rest.at(URI.create("http://127.0.0.1:" + server.address().getPort()));
    }

    /** A generated stub that speaks for the client's tenant. */
    <T> T stub(Class<T> type, Rest client) {
        return GrpcClients.builder("gproto+" + client.base())
                .setHeader("authorization", client.headers().getOrDefault("authorization", ""))
                .responseTimeout(Duration.ofSeconds(60))
                .build(type);
    }

    /** A channel to the server that says nothing by itself. */
    Channel channel(Rest client) {
        return channel(client.base());
    }

    /** A channel to the server at this address that says nothing by itself. */
    static Channel channel(URI address) {
        return GrpcClients.newClient("gproto+" + address, UsageServiceBlockingStub.class)
                .getChannel();
    }

    /** The square of the quantity at the parameter {@code rate}. */
    private static Price squared(PriceInput input, Map<String, String> parameters, CurrencyUnit currency) {
        BigMoney rate = BigMoney.of(currency, new BigDecimal(parameters.getOrDefault("rate", "1")));
        return Price.of(currency, List.of(PriceStep.of(input.quantity().pow(2), rate)));
    }

    /** How many small reports of usage wait for a transaction. */
    int waitingReports() {
        return gathering.waiting();
    }

    /** Who did what the tenant's audit trail has of a thing. */
    List<Actor> actors(String tenant, String type, String id) {
        return billing.forTenant(TenantId.of(tenant)).audit(type, id, Page.first(100)).stream()
                .map(AuditEntry::actor)
                .toList();
    }

    /** Lets the readiness check pass or fail. */
    void ready(boolean value) {
        ready.set(value);
    }
}
