package io.billing4j.server.transport;

import com.linecorp.armeria.common.TlsProvider;
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
import io.billing4j.server.security.CallLimits;
import io.billing4j.server.security.TokenVerifier;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port for everything: gRPC with reflection, REST as the protos' annotations have it, {@code /health}, {@code /ready}
 * and {@code /metrics}, and pages about the API. Calls need a token. It listens on the loopback interface, in plain text, unless it is told otherwise.
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

    /** The most bytes that a request has, or, where a call streams them, a message, unless another bound is chosen. */
    public static final long LONGEST_REQUEST = 8L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(BillingServer.class);
    private static final Duration QUIET = Duration.ofMillis(100);

    /** For what ends after the last call, such as connections. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    private static final int MOST_CONNECTIONS = 10_000;
    private static final int MOST_STREAMS = 1_000;
    // Of which a token may take half.
    private static final int LONGEST_HEADERS = 2 * TokenVerifier.LONGEST;
    private static final int SPARE_THREADS = 16;
    private static final int MOST_THREADS = 2_016;

    private final Server server;
    private final int port;
    private final Duration grace;
    private final AtomicBoolean stopping;
    private final @Nullable TlsProvider keys;

    private BillingServer(Server server, int port, Duration grace, AtomicBoolean stopping, @Nullable TlsProvider keys) {
        this.server = server;
        this.port = port;
        this.grace = grace;
        this.stopping = stopping;
        this.keys = keys;
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

    /** Says at {@code /ready} from now on that it is not, while calls are still served. */
    public void retire() {
        stopping.set(true);
    }

    /**
     * Says at {@code /ready} that it is not any more, lets the calls that run finish within the grace period, and stops. The threads
     * of calls that take longer are left to themselves: the transport would wait for them however long they take.
     */
    @Override
    public void close() {
        retire();
        try {
            server.stop().get(grace.plus(SPARE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("calls have not ended within {}; what they have not committed will be undone", grace);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server did not stop in order", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (keys != null) {
                keys.close();
            }
        }
    }

    /** What a server is made of. */
    public static final class Builder {
        private final List<BindableService> services = new ArrayList<>();
        private final List<ReadinessCheck> checks = new ArrayList<>();
        private final AccessRules access;
        private InetAddress host = InetAddress.getLoopbackAddress();
        private int port = DEFAULT_PORT;
        private @Nullable TlsFiles tls;
        private Duration renewal = Duration.ofMinutes(1);
        private long longest = LONGEST_REQUEST;
        private Duration slowest = Duration.ofSeconds(60);
        private Duration longestStream = Duration.ofHours(1);
        private Duration grace = Duration.ofSeconds(30);
        private IdSource ids = SystemSource.ids();
        private @Nullable String metricsToken;
        private Duration readinessKept = Duration.ofSeconds(1);
        private @Nullable Supplier<byte[]> openApi;
        private boolean docsOpen;
        private PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        private Tracer tracer = TracerProvider.noop().get("io.billing4j");

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

        /** The address to listen on; of the loopback interface by default. */
        public Builder host(InetAddress value) {
            host = value;
            return this;
        }

        /** The port to listen on; 0 for any free one. {@value BillingServer#DEFAULT_PORT} by default. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Has it speak TLS alone, 1.2 or 1.3, with this certificate, which is read when the server is built. */
        public Builder tls(TlsFiles value) {
            tls = value;
            return this;
        }

        /** How often it looks whether the certificate was renewed; each minute by default. */
        public Builder renewal(Duration value) {
            renewal = value;
            return this;
        }

        /** The most bytes of a request, or of a message of a stream; {@value BillingServer#LONGEST_REQUEST} by default. */
        public Builder longest(long value) {
            longest = value;
            return this;
        }

        /**
         * How long a call may take unless it lifts the limit; 60 seconds by default. A client of gRPC may set a deadline that is
         * sooner, and of a call that lifts the limit any.
         */
        public Builder slowest(Duration value) {
            slowest = value;
            return this;
        }

        /** How long a client may stream, if its token counts as long and it sets no deadline that is sooner; an hour by default. */
        public Builder longestStream(Duration value) {
            longestStream = value;
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

        /**
         * Describes the API; by default nothing does but the reflection of gRPC.
         *
         * @param openApi the document at {@code /api/billing/openapi.json}; made when somebody first asks for it
         * @param open whether it is for everybody, and shown as pages at {@code /docs}; else it takes a token of any role
         */
        public Builder docs(Supplier<byte[]> openApi, boolean open) {
            this.openApi = openApi;
            docsOpen = open;
            return this;
        }

        /** For how long an answer of {@code /ready} is kept, whoever asks; a second by default. */
        public Builder readinessKept(Duration value) {
            readinessKept = value;
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

        /** What makes a span of each call; nothing by default. */
        public Builder tracer(Tracer value) {
            tracer = value;
            return this;
        }

        /**
         * The server, not yet listening.
         *
         * @throws UnusableTlsFileException if the certificate or its key cannot be used
         */
        public BillingServer build() {
            TlsProvider keys = tls == null ? null : RenewedKeys.of(tls, renewal);
            ServerBuilder server = listening(keys)
                    .maxRequestLength(longest)
                    .requestTimeout(slowest)
                    .gracefulShutdownTimeout(QUIET.compareTo(grace) < 0 ? QUIET : grace, grace)
                    .maxNumConnections(MOST_CONNECTIONS)
                    .http2MaxStreamsPerConnection(MOST_STREAMS)
                    .http1MaxHeaderSize(LONGEST_HEADERS)
                    .http2MaxHeaderListSize(LONGEST_HEADERS)
                    .blockingTaskExecutor(threads(access.limits().limits()))
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
                    new CallDeadlines(slowest, longestStream).over(calls),
                    streams.over(calls),
                    StrictRequests.before(calls),
                    Access.to(calls, access, meters),
                    CallScope.of(calls, tracer),
                    MetricCollectingService.newDecorator(GrpcMeterIdPrefixFunction.of("billing.server")));
            AtomicBoolean stopping = new AtomicBoolean();
            StatusRoutes.add(server, checks, meters, readinessKept, () -> !stopping.get(), metricsToken);
            if (openApi != null) {
                DocsRoutes.add(server, openApi, docsOpen, Access.forReaders("OpenApi", access, meters));
            }
            server.decorator(CorrelationId.assigning(ids));
            return new BillingServer(server.build(), port, grace, stopping, keys);
        }

        /** One for each call and each stream that is let in, so that none of them waits for another, and some for tokens and status. */
        private static int threads(CallLimits limits) {
            return Math.min(MOST_THREADS, 2 * limits.inAll() + SPARE_THREADS);
        }

        private ServerBuilder listening(@Nullable TlsProvider keys) {
            InetSocketAddress address = new InetSocketAddress(host, port);
            return keys == null
                    ? Server.builder().http(address)
                    : Server.builder().https(address).tlsProvider(keys);
        }

        private GrpcService calls() {
            return GrpcService.builder()
                    .addServiceDefinitions(services.stream()
                            // The last one is the first that sees a request.
                            .map(service ->
                                    ServerInterceptors.intercept(service, new RequestCheck(), new IdempotencyKeys()))
                            .toList())
                    .addService(ProtoReflectionServiceV1.newInstance())
                    .intercept(new SlotHolding())
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
