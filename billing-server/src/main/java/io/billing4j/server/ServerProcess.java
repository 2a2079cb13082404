package io.billing4j.server;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.UsageGathering;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.api.BillingApi;
import io.billing4j.server.jobs.Jobs;
import io.billing4j.server.observe.CacheMeters;
import io.billing4j.server.observe.Observation;
import io.billing4j.server.observe.OutboxMeters;
import io.billing4j.server.openapi.OpenApiDocument;
import io.billing4j.server.security.ServedTenants;
import io.billing4j.server.security.TenantLimits;
import io.billing4j.server.security.TokenRules;
import io.billing4j.server.security.TokenVerifier;
import io.billing4j.server.transport.AccessRules;
import io.billing4j.server.transport.BillingServer;
import io.billing4j.server.transport.ReadinessCheck;
import io.grpc.BindableService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A database, an engine on it, and a server in front. Once started it answers; closed it is gone without a trace but the data. */
final class ServerProcess implements AutoCloseable {
    private final Database database;
    private final Billing4J billing;
    private final BillingServer server;
    private final Ends ends;

    private ServerProcess(Database database, Billing4J billing, BillingServer server, Ends ends) {
        this.database = database;
        this.billing = billing;
        this.server = server;
        this.ends = ends;
    }

    /**
     * Starts everything, or, if anything fails, nothing.
     *
     * @param settled whether the work of the start is done, so that the server is ready for others
     * @param observer is told, besides the log and the meters, what the engine does
     * @throws UncheckedIOException with a {@link java.net.BindException} if the port is not to be had
     * @throws io.billing4j.server.postgres.EmbeddedPostgresException if the embedded PostgreSQL does not start
     * @throws io.billing4j.error.BillingException if the configured one is not as it must be
     */
    static ServerProcess start(Configuration configuration, BooleanSupplier settled, EngineObserver observer) {
        requirePort(configuration.server());
        Database database = Database.of(configuration);
        Ends ends = new Ends();
        ends.add(database::close);
        try {
            RunThreads runs = new RunThreads(configuration.runs());
            ends.add(runs::close);
            Observation observation = new Observation(configuration.tracing().start());
            ends.add(observation::close);
            PrometheusMeterRegistry meters = observation.meters();
            database.measure(meters);
            JdbcBillingStore store =
                    observation.of(JdbcBillingStore.builder(database.pool())).build();
            CacheMeters.register(meters, store);
            ends.add(OutboxMeters.start(meters, store::outboxBacklog)::close);
            Billing4J billing = runs.workOn(Billing4J.builder(store))
                    .observer(observation.engine(observer))
                    .build();
            UsageGathering gathering = UsageGathering.builder(billing).build();
            Gauge.builder("billing.usage.waiting", gathering, UsageGathering::waiting)
                    .description("Small reports of usage that wait for a transaction to share")
                    .register(meters);
            TokenRules tokens = configuration.tokens();
            TokenVerifier verifier = TokenVerifier.of(tokens);
            ends.add(verifier::close);
            if (configuration.access().issues()) {
                LocalToken.write(configuration.tokenFile(), tokens);
            }
            AccessRules access = new AccessRules(
                    verifier, new TenantLimits(configuration.access().limits()));
            List<BindableService> services = BillingApi.services(
                    billing,
                    gathering,
                    new ServedTenants(billing, configuration.access().kinds()),
                    meters,
                    Jobs.on(database.pool()));
            BillingServer server = configuration
                    .limits()
                    .on(configuration.server().listening(access))
                    .services(services)
                    .docs(
                            () -> OpenApiDocument.of(services),
                            configuration.server().docsOpen())
                    .readiness(new ReadinessCheck("database", database::answers))
                    .readiness(new ReadinessCheck("migrations", database::isCurrent))
                    .readiness(new ReadinessCheck("start", settled))
                    .meters(meters)
                    .tracer(observation.tracer())
                    .metricsToken(configuration.access().metricsToken())
                    .build();
            ends.add(server::close);
            server.start();
            ends.add(runs::leave);
            runs.share(billing, database.sessions());
            configuration
                    .jobs()
                    .start(billing, database, meters, observation.tracer())
                    .ifPresent(jobs -> ends.add(jobs::close));
            ends.add(() -> drain(server, configuration.server().drain()));
            return new ServerProcess(database, billing, server, ends);
        } catch (RuntimeException | Error e) {
            ends.closeAfter(e);
            throw e;
        }
    }

    /** Finds out before seconds are spent on a database, and in words that do not depend on the server's transport. */
    private static void requirePort(ServerConfiguration server) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(server.host(), server.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has load balancers notice, while everything goes on. */
    private static void drain(BillingServer server, Duration drain) {
        server.retire();
        try {
            Thread.sleep(drain.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it does by itself. */
    Jobs jobs() {
        return Jobs.on(database.pool());
    }

    /** The engine behind the API. */
    Billing4J billing() {
        return billing;
    }

    /** Where the server listens. */
    InetSocketAddress address() {
        return server.address();
    }

    /** Completes exceptionally when the database has been given up, so that serving makes no sense any more. */
    CompletableFuture<Void> databaseLost() {
        return database.lost();
    }

    /**
     * Says that it is not ready, and serves on while others notice; then ends jobs, leaves the runs of others, lets calls that run finish, then ends the threads of runs, closes the pool,
     * and stops the embedded PostgreSQL: all of it, whatever some of it throws.
     */
    @Override
    public void close() {
        ends.close();
    }
}
