package io.billing4j.server.transport;

import com.linecorp.armeria.common.grpc.GrpcMeterIdPrefixFunction;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerListener;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import com.linecorp.armeria.server.metric.MetricCollectingService;
import io.billing4j.id.IdSource;
import io.billing4j.id.SystemSource;
import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One port for everything: gRPC with reflection, REST as the protos' annotations have it, {@code /health}, {@code /ready}
 * and {@code /metrics}. Calls need a token.
 *
 * <pre>{@code
 * try (BillingServer server = BillingServer.builder(access).services(services).port(8016).build()) {
 *     server.start();
 *     ...
 * }
 * }</pre>
 */
public final class BillingServer implements AutoCloseable {
    /** The port that is listened on unless another is chosen. */
    public static final int DEFAULT_PORT = 8016;

    /** The most bytes that a request has, or, where a call streams them, a message. */
    public static final long LONGEST_REQUEST = 8L * 1024 * 1024;

    private static final Duration QUIET = Duration.ofMillis(100);

    private final Server server;
    private final int port;
    private final AtomicBoolean stopping;

    private BillingServer(Server server, int port, AtomicBoolean stopping) {
        this.server = server;
        this.port = port;
        this.stopping = stopping;
    }

    /** A builder with the default port, no services, and nothing to wait for, for callers whom these rules let in. */
    public static Builder builder(AccessRules access) {
        return new Builder(access);
    }

    /**
     * Listens from now on.
     *
     * @throws IllegalStateException with what kept it from doing so, such as a port in use
     */
    public void start() {
        try {
            server.start().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the server cannot listen on port " + port, e.getCause());
        }
    }

    /** Where it listens; after {@link #start} only. */
    public InetSocketAddress address() {
        return server.activePorts().keySet().iterator().next();
    }

    /** Says at {@code /ready} that it is not any more, lets the calls that run finish within the grace period, and stops. */
    @Override
    public void close() {
        stopping.set(true);
        server.stop().join();
    }

    /** What a server is made of. */
    public static final class Builder {
        private final List<BindableService> services = new ArrayList<>();
        private final List<ReadinessCheck> checks = new ArrayList<>();
        private final AccessRules access;
        private int port = DEFAULT_PORT;
        private Duration slowest = Duration.ofSeconds(60);
        private Duration grace = Duration.ofSeconds(30);
        private IdSource ids = SystemSource.ids();
        private @Nullable String metricsToken;
        private PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        private Builder(AccessRules access) {
            this.access = access;
        }

        /** Adds gRPC services, whose annotated calls are served as REST as well. */
        public Builder services(List<? extends BindableService> more) {
            services.addAll(more);
            return this;
        }

        /** Adds something that {@code /ready} asks. */
        public Builder readiness(ReadinessCheck check) {
            checks.add(check);
            return this;
        }

        /** On the loopback interface; 0 for any free one. {@value BillingServer#DEFAULT_PORT} by default. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /**
         * How long a REST call may take unless it lifts the limit; 60 seconds by default. The client of a gRPC call sets a
         * deadline of its own.
         */
        public Builder slowest(Duration value) {
            slowest = value;
            return this;
        }

        /** How long {@link BillingServer#close} waits for calls that run; 30 seconds by default. */
        public Builder grace(Duration value) {
            grace = value;
            return this;
        }

        /** What a reader of {@code /metrics} brings as a Bearer token; null, the default, where only the machine itself may read. */
        public Builder metricsToken(@Nullable String value) {
            metricsToken = value;
            return this;
        }

        /** Where correlation ids come from; time-ordered UUIDs by default. */
        public Builder ids(IdSource value) {
            ids = value;
            return this;
        }

        /** Where measurements go, and what {@code /metrics} shows; a registry of its own by default. */
        public Builder meters(PrometheusMeterRegistry value) {
            meters = value;
            return this;
        }

        /** The server, not yet listening. */
        public BillingServer build() {
            ServerBuilder server = Server.builder()
                    .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .maxRequestLength(LONGEST_REQUEST)
                    .requestTimeout(slowest)
                    .gracefulShutdownTimeout(QUIET.compareTo(grace) < 0 ? QUIET : grace, grace)
                    .disableServerHeader()
                    .disableDateHeader()
                    // Refusals are no news, and what is goes to the log by Failures.
                    .unloggedExceptionsReportInterval(Duration.ZERO)
                    .meterRegistry(meters)
                    .errorHandler(new ServerErrors(ids));
            GrpcService calls = calls();
            ClientStreams streams = new ClientStreams();
            server.serverListener(ServerListener.builder()
                    .whenStopping(ending -> streams.end())
                    .build());
            server.service(
                    calls,
                    streams.over(calls),
                    StrictRequests.before(calls),
                    Access.to(calls, access, meters),
                    MetricCollectingService.newDecorator(GrpcMeterIdPrefixFunction.of("billing.server")));
            AtomicBoolean stopping = new AtomicBoolean();
            List<ReadinessCheck> all = new ArrayList<>(checks);
            all.add(new ReadinessCheck("server", () -> !stopping.get()));
            StatusRoutes.add(server, all, meters, metricsToken);
            server.decorator(CorrelationId.assigning(ids));
            return new BillingServer(server.build(), port, stopping);
        }

        private GrpcService calls() {
            return GrpcService.builder()
                    .addServiceDefinitions(
                            services.stream().map(BindableService::bindService).toList())
                    .addService(ProtoReflectionServiceV1.newInstance())
                    .jsonMarshallerFactory(service -> new JsonMarshaller())
                    .exceptionHandler(new GrpcErrors())
                    .enableHttpJsonTranscoding(HttpJsonTranscodingOptions.builder()
                            .queryParamMatchRules(
                                    HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE,
                                    HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD)
                            .errorHandler(new RestErrors())
                            .build())
                    .useBlockingTaskExecutor(true)
                    .build();
        }
    }
}
