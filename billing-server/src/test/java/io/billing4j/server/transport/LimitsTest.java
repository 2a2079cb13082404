package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.grpc.GrpcClients;
import io.billing4j.grpc.v1.CreateMeterRequest;
import io.billing4j.grpc.v1.GetMeterRequest;
import io.billing4j.grpc.v1.ListMetersRequest;
import io.billing4j.grpc.v1.ListMetersResponse;
import io.billing4j.grpc.v1.Meter;
import io.billing4j.grpc.v1.MeterServiceGrpc;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.RecordUsageStreamResponse;
import io.billing4j.grpc.v1.UsageServiceGrpc;
import io.billing4j.server.security.Tokens;
import io.billing4j.tenant.TenantKind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimitsTest {
    private static final GetMeterRequest METER =
            GetMeterRequest.newBuilder().setMeterId("m").build();
    private static final Waiting WAITING = new Waiting();
    private static final BillingServer SERVER = BillingServer.builder(Tokens.access())
            .services(List.of(WAITING, new UsageServiceGrpc.UsageServiceImplBase() {
                @Override
                public StreamObserver<RecordUsageRequest> recordUsageStream(
                        StreamObserver<RecordUsageStreamResponse> observer) {
                    return new Ended<>(new CompletableFuture<>());
                }
            }))
            .longest(1_024)
            .slowest(Duration.ofMillis(300))
            .longestStream(Duration.ofMillis(300))
            .grace(Duration.ofSeconds(1))
            .port(0)
            .build();

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        Aside.close(SERVER);
    }

    @BeforeEach
    void hold() {
        WAITING.released = new CountDownLatch(1);
    }

    @AfterEach
    void release() {
        WAITING.released.countDown();
    }

    @Nested
    class ARequestThatIsTooLong {
        @Test
        void is_refused_with_the_bound_that_was_set() throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base("") + "/api/billing/meters"))
                    .header("content-type", "application/json")
                    .header("authorization", Tokens.bearer("tenant", TenantKind.LIVE))
                    .POST(BodyPublishers.ofString("{\"meterId\": \"" + "x".repeat(1_024) + "\"}"))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("of at most 1024 bytes");
        }

        @Test
        void is_refused_by_grpc_as_well() {
            CreateMeterRequest request = CreateMeterRequest.newBuilder()
                    .setMeterId("x".repeat(1_024))
                    .build();

            assertThatThrownBy(() -> meters().createMeter(request))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                        assertThat(e.getStatus().getDescription()).contains("of at most 1024 bytes");
                    });
        }
    }

    @Nested
    class ACallOfGrpcThatTakesTooLong {
        @Test
        void is_ended_where_the_client_has_not_set_a_deadline() {
            assertEnded(() -> meters().getMeter(METER));
            assertThat(WAITING.released.getCount()).isEqualTo(1);
        }

        @Test
        void takes_no_longer_because_its_client_is_patient() {
            assertEnded(() -> meters().withDeadlineAfter(50, TimeUnit.SECONDS).getMeter(METER));
        }

        @Test
        void may_be_a_run_which_takes_as_long_as_it_takes_or_its_client_waits() throws Exception {
            CompletableFuture<ListMetersResponse> run =
                    CompletableFuture.supplyAsync(() -> meters().listMeters(ListMetersRequest.getDefaultInstance()));
            CompletableFuture<ListMetersResponse> patient =
                    CompletableFuture.supplyAsync(() -> meters().withDeadlineAfter(50, TimeUnit.SECONDS)
                            .listMeters(ListMetersRequest.getDefaultInstance()));
            WAITING.entered.acquire(2);
            // One with a limit that begins later is ended first.
            assertEnded(() -> meters().getMeter(METER));
            assertThat(run).isNotDone();
            assertThat(patient).isNotDone();
            WAITING.released.countDown();

            assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(ListMetersResponse.getDefaultInstance());
            assertThat(patient.get(30, TimeUnit.SECONDS)).isEqualTo(ListMetersResponse.getDefaultInstance());
        }
    }

    @Nested
    class AStreamThatTakesTooLong {
        @Test
        void is_ended() {
            CompletableFuture<Void> end = new CompletableFuture<>();
            StreamObserver<RecordUsageRequest> unused =
                    client(UsageServiceGrpc.UsageServiceStub.class).recordUsageStream(new Ended<>(end));

            assertThat(end)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withCauseInstanceOf(StatusRuntimeException.class)
                    .withMessageContaining(Status.Code.UNAVAILABLE.name());
        }
    }

    private static void assertEnded(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }

    private static MeterServiceGrpc.MeterServiceBlockingStub meters() {
        return client(MeterServiceGrpc.MeterServiceBlockingStub.class);
    }

    /** A client that sets no deadline by itself. */
    private static <T extends AbstractStub<T>> T client(Class<T> type) {
        return GrpcClients.builder(base("gproto+"))
                .responseTimeout(Duration.ZERO)
                .setHeader("authorization", Tokens.bearer("tenant", TenantKind.LIVE))
                .build(type);
    }

    private static String base(String format) {
        return format + "http://127.0.0.1:" + SERVER.address().getPort();
    }

    /** Knows how a stream ends. */
    private record Ended<T>(CompletableFuture<Void> end) implements StreamObserver<T> {
        @Override
        public void onNext(T message) {}

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            end.complete(null);
        }
    }

    /** Answers when it is released; its list takes as long as that takes. */
    private static final class Waiting extends MeterServiceGrpc.MeterServiceImplBase {
        private volatile CountDownLatch released = new CountDownLatch(0);
        private final Semaphore entered = new Semaphore(0);

        @Override
        public void getMeter(GetMeterRequest request, StreamObserver<Meter> observer) {
            awaitRelease();
            observer.onNext(Meter.getDefaultInstance());
            observer.onCompleted();
        }

        @Override
        public void listMeters(ListMetersRequest request, StreamObserver<ListMetersResponse> observer) {
            CallTime.asLongAsItTakes();
            awaitRelease();
            observer.onNext(ListMetersResponse.getDefaultInstance());
            observer.onCompleted();
        }

        private void awaitRelease() {
            entered.release();
            try {
                if (!released.await(50, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody released the call");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
