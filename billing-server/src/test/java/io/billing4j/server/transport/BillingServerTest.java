package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.linecorp.armeria.client.grpc.GrpcClients;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.CreateMeterRequest;
import io.billing4j.grpc.v1.GetMeterRequest;
import io.billing4j.grpc.v1.ListMetersRequest;
import io.billing4j.grpc.v1.ListMetersResponse;
import io.billing4j.grpc.v1.Meter;
import io.billing4j.grpc.v1.MeterServiceGrpc;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.Tokens;
import io.billing4j.tenant.TenantKind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc.ServerReflectionStub;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BillingServerTest {
    private static final Moody MOODY = new Moody();
    private static final BillingServer SERVER = server();

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
        MOODY.released = new CountDownLatch(1);
    }

    @AfterEach
    void release() {
        MOODY.released.countDown();
    }

    @Test
    void only_the_machine_itself_can_reach_it() {
        assertThat(SERVER.address().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void a_port_in_use_is_said_at_the_start() {
        BillingServer second = BillingServer.builder(Tokens.access())
                .port(SERVER.address().getPort())
                .build();
        assertThatIllegalStateException()
                .isThrownBy(second::start)
                .withMessageContaining(Integer.toString(SERVER.address().getPort()));
        second.close();
    }

    @Nested
    class A_defect {
        @Test
        void is_a_failure_of_the_server_that_tells_nothing() throws Exception {
            HttpResponse<String> answer = get("/api/billing/meters/broken");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("\"INTERNAL\"").doesNotContain("secret", "Exception", "at io.");
            assertThat(answer.headers().allValues(CorrelationId.HEADER)).hasSize(1);
        }

        @Test
        void is_told_to_grpc_in_the_same_way() {
            StatusRuntimeException error = call("broken");
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(error.getStatus().getDescription()).doesNotContain("secret");
        }
    }

    @Nested
    class A_store_that_cannot_be_reached {
        @Test
        void asks_to_try_again() throws Exception {
            HttpResponse<String> answer = get("/api/billing/meters/away");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"STORE_UNAVAILABLE\"").doesNotContain("db.internal");
            assertThat(call("away").getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Nested
    class A_call_that_takes_too_long {
        @Test
        void is_answered_while_it_goes_on() throws Exception {
            HttpResponse<String> answer = get("/api/billing/meters/slow");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"SERVER_UNAVAILABLE\"");
            assertThat(MOODY.released.getCount()).isEqualTo(1);
        }

        @Test
        void may_lift_the_limit() throws Exception {
            CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                    .sendAsync(request(base("", SERVER), "/api/billing/meters"), BodyHandlers.ofString());
            // The limited call that starts later is given up first.
            assertThat(get("/api/billing/meters/slow").statusCode()).isEqualTo(503);
            assertThat(answer).isNotDone();
            MOODY.released.countDown();
            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }

        /** As one that waits for a database which has fallen silent. */
        @Test
        void is_not_waited_for_beyond_the_grace_when_the_server_stops() throws Exception {
            BillingServer stopped = server(Duration.ofSeconds(1));
            stopped.start();
            // It is answered, and its thread waits on.
            assertThat(get(base("", stopped), "/api/billing/meters/slow").statusCode())
                    .isEqualTo(503);

            assertThat(CompletableFuture.runAsync(stopped::close)).succeedsWithin(Duration.ofSeconds(20));
            assertThat(MOODY.released.getCount()).isEqualTo(1);
        }

        @Test
        void is_waited_for_when_the_server_stops() throws Exception {
            BillingServer stopped = server();
            stopped.start();
            String base = base("", stopped);
            CompletableFuture<HttpResponse<String>> answer =
                    HttpClient.newHttpClient().sendAsync(request(base, "/api/billing/meters"), BodyHandlers.ofString());
            assertThat(get(base, "/api/billing/meters/slow").statusCode()).isEqualTo(503);
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(stopped::close);
            while (get(base, "/ready").statusCode() == 200) {
                Thread.onSpinWait();
            }
            assertThat(stopping).isNotDone();
            MOODY.released.countDown();
            stopping.get(10, TimeUnit.SECONDS);
            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Nested
    class Grpc {
        @Test
        void tells_by_reflection_what_there_is() throws Exception {
            CompletableFuture<List<String>> names = new CompletableFuture<>();
            StreamObserver<ServerReflectionRequest> asking = GrpcClients.builder(base("gproto+", SERVER))
                    .setHeader("authorization", Tokens.bearer("tenant", TenantKind.LIVE, Role.READER))
                    .build(ServerReflectionStub.class)
                    .serverReflectionInfo(new StreamObserver<ServerReflectionResponse>() {
                        @Override
                        public void onNext(ServerReflectionResponse answer) {
                            names.complete(answer.getListServicesResponse().getServiceList().stream()
                                    .map(ServiceResponse::getName)
                                    .toList());
                        }

                        @Override
                        public void onError(Throwable error) {
                            names.completeExceptionally(error);
                        }

                        @Override
                        public void onCompleted() {}
                    });
            asking.onNext(
                    ServerReflectionRequest.newBuilder().setListServices("").build());
            asking.onCompleted();
            assertThat(names.get(10, TimeUnit.SECONDS)).contains("billing4j.v1.MeterService");
        }

        @Test
        void refuses_a_message_that_cannot_be_read_as_the_callers_fault() throws Exception {
            byte[] framed = {0, 0, 0, 0, 3, (byte) 0xff, (byte) 0xff, (byte) 0xff};
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(base("", SERVER) + "/billing4j.v1.MeterService/CreateMeter"))
                    .header("content-type", "application/grpc")
                    .header("authorization", Tokens.bearer("tenant", TenantKind.LIVE))
                    .POST(BodyPublishers.ofByteArray(framed))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("grpc-status")).hasValue("3");
            assertThat(answer.headers().firstValue("grpc-status-details-bin")).isNotEmpty();
        }
    }

    private static StatusRuntimeException call(String meter) {
        MeterServiceGrpc.MeterServiceBlockingStub stub = GrpcClients.builder(base("gproto+", SERVER))
                .setHeader("authorization", Tokens.bearer("tenant", TenantKind.LIVE))
                .build(MeterServiceGrpc.MeterServiceBlockingStub.class);
        return catchThrowableOfType(
                StatusRuntimeException.class,
                () -> stub.getMeter(
                        GetMeterRequest.newBuilder().setMeterId(meter).build()));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return get(base("", SERVER), path);
    }

    private static HttpResponse<String> get(String base, String path) throws Exception {
        return HttpClient.newHttpClient().send(request(base, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(String base, String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("authorization", Tokens.bearer("tenant", TenantKind.LIVE))
                .build();
    }

    private static String base(String format, BillingServer server) {
        return format + "http://127.0.0.1:" + server.address().getPort();
    }

    private static BillingServer server() {
        return server(Duration.ofSeconds(5));
    }

    private static BillingServer server(Duration grace) {
        return BillingServer.builder(Tokens.access())
                .services(List.of(MOODY))
                .slowest(Duration.ofSeconds(2))
                .grace(grace)
                .port(0)
                .build();
    }

    /** Fails in the way that the meter's key says; its list waits until it is released, however long that takes. */
    private static final class Moody extends MeterServiceGrpc.MeterServiceImplBase {
        private volatile CountDownLatch released = new CountDownLatch(0);

        @Override
        public void getMeter(GetMeterRequest request, StreamObserver<Meter> observer) {
            switch (request.getMeterId()) {
                case "broken" -> throw new IllegalStateException("secret");
                case "away" -> throw ErrorCode.STORE_UNAVAILABLE.because("db.internal:5432 refused");
                default -> awaitRelease();
            }
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

        @Override
        public void createMeter(CreateMeterRequest request, StreamObserver<Meter> observer) {
            throw new AssertionError("a message that cannot be read gets no further");
        }

        private void awaitRelease() {
            try {
                if (!released.await(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody released the call");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
