package io.billing4j.server.api;

import static io.billing4j.server.api.OpenStream.event;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.RecordUsageStreamResponse;
import io.billing4j.grpc.v1.UsageEvent;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceStub;
import io.billing4j.server.transport.BillingServer;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.TenantKind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

@Timeout(60)
class GrpcUsageStreamTest {
    static final GatedStore STORE = new GatedStore(new InMemoryBillingStore());

    @RegisterExtension
    static final TestServer SERVER = new TestServer(STORE);

    private static final Logger FAILURES = (Logger) LoggerFactory.getLogger("io.billing4j.server.transport.Failures");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Rest tenant = SERVER.newTenant();
    private final OpenStream stream = OpenStream.of(SERVER.stub(UsageServiceStub.class, tenant));

    @BeforeEach
    void load() {
        Example.load(tenant);
    }

    @BeforeEach
    void listen() {
        FAILURES.addAppender(logged);
        logged.start();
    }

    @AfterEach
    void open() {
        STORE.open();
        FAILURES.detachAppender(logged);
    }

    @AfterEach
    void no_stream_ends_as_a_failure_of_the_server() {
        assertThat(logged.list).isEmpty();
    }

    @Test
    void batches_are_recorded_and_counted() throws Exception {
        stream.send(event("a"), event("b")).send(event("c")).send(event("b"), event("d"), event("d"));
        assertThat(stream.finish()).isEqualTo(done(3, 4, 2));
        assertThat(recorded()).isEqualTo(4);
    }

    @Test
    void a_batch_is_committed_before_the_client_has_sent_its_last() throws Exception {
        stream.send(event("a"));
        awaitRecorded(1);
        stream.send(event("b"));
        awaitRecorded(2);
        assertThat(stream.finish()).isEqualTo(done(2, 2, 0));
    }

    @Test
    void no_batch_at_all_is_an_answer_of_zeros() throws Exception {
        assertThat(stream.finish()).isEqualTo(done(0, 0, 0));
    }

    @Test
    void sent_again_it_is_all_duplicates() throws Exception {
        stream.send(event("a"), event("b")).send(event("c")).finish();
        OpenStream again = OpenStream.of(SERVER.stub(UsageServiceStub.class, tenant));
        assertThat(again.send(event("a"), event("b")).send(event("c")).finish()).isEqualTo(done(2, 0, 3));
    }

    @Test
    void the_whole_may_be_longer_than_a_request() throws Exception {
        // 700 events with 20 values of 256 characters are more than 3.5 MB.
        Map<String, String> properties =
                IntStream.range(0, 20).boxed().collect(Collectors.toMap(i -> "p" + i, i -> "v".repeat(256)));
        long bytes = 0;
        for (int batch = 0; batch < 4; batch++) {
            String prefix = "e" + batch + "-";
            List<UsageEvent> events = IntStream.range(0, 700)
                    .mapToObj(i -> event(prefix + i, "1", properties))
                    .toList();
            bytes +=
                    RecordUsageRequest.newBuilder().addAllEvents(events).build().getSerializedSize();
            stream.send(events);
        }
        assertThat(bytes).isGreaterThan(BillingServer.LONGEST_REQUEST);
        assertThat(stream.finish()).isEqualTo(done(4, 2_800, 0));
    }

    @Test
    void a_client_that_is_faster_than_the_store_is_held_back() throws Exception {
        List<UsageEvent> batch =
                IntStream.range(0, 1_000).mapToObj(i -> event("same-" + i)).toList();
        stream.send(batch);
        awaitRecorded(1_000);
        STORE.shut();
        int sent = 1;
        // Some 70 kB each: what windows and buffers do not hold waits in the client. It is held back where a hundred
        // other
        // calls come and go and the next message is not off.
        for (int calls = 0; calls < 100 && sent < 200; calls++) {
            if (stream.call().isReady()) {
                stream.send(batch);
                sent++;
                calls = 0;
            }
            tenant.get("/health").ok();
        }
        assertThat(sent).isLessThan(200);
        STORE.open();
        assertThat(stream.finish()).isEqualTo(done(sent, 1_000, (sent - 1) * 1_000L));
    }

    @Nested
    class A_refused_batch {
        @Test
        void ends_the_stream_and_says_which_it_was_and_what_is_committed() throws Exception {
            stream.send(event("a"), event("b"))
                    .send(event("a"))
                    .send(event("c"), event("d", "-1", Map.of()))
                    .send(event("e"));
            StatusRuntimeException error = stream.refusal();
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(info(error).getReason()).isEqualTo("NEGATIVE_QUANTITY");
            assertThat(info(error).getMetadataOrThrow("correlationId")).isNotEmpty();
            assertThat(field(error)).isEqualTo("batches[2].events[1].quantity");
            assertThat(committed(error)).isEqualTo(done(2, 2, 1));
            assertThat(recorded()).isEqualTo(2);
        }

        @Test
        void may_be_an_empty_one() throws Exception {
            StatusRuntimeException error = stream.send(event("a")).send().refusal();
            assertThat(info(error).getReason()).isEqualTo("INVALID_BATCH");
            assertThat(field(error)).isEqualTo("batches[1].events");
            assertThat(committed(error)).isEqualTo(done(1, 1, 0));
        }

        @Test
        void may_be_one_with_a_field_that_is_missing() throws Exception {
            StatusRuntimeException error = stream.send(
                            event("a").toBuilder().clearOccurredAt().build())
                    .refusal();
            assertThat(info(error).getReason()).isEqualTo("MISSING_FIELD");
            assertThat(field(error)).isEqualTo("batches[0].events[0].occurredAt");
            assertThat(committed(error)).isEqualTo(done(0, 0, 0));
        }

        @Test
        void may_be_one_that_contradicts_what_is_known() throws Exception {
            StatusRuntimeException error =
                    stream.send(event("a")).send(event("a", "11", Map.of())).refusal();
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
            assertThat(field(error)).isEqualTo("batches[1].events[0].eventId");
        }

        @Test
        void may_be_one_that_is_no_message() throws Exception {
            byte[] batch = RecordUsageRequest.newBuilder()
                    .addEvents(event("a"))
                    .build()
                    .toByteArray();
            byte[] body = ByteBuffer.allocate(5 + batch.length + 8)
                    .put((byte) 0)
                    .putInt(batch.length)
                    .put(batch)
                    .put(new byte[] {0, 0, 0, 0, 3, (byte) 0xff, (byte) 0xff, (byte) 0xff})
                    .array();
            HttpRequest request = HttpRequest.newBuilder(
                            tenant.base().resolve("/billing4j.v1.UsageService/RecordUsageStream"))
                    .header("content-type", "application/grpc")
                    .header("authorization", "Bearer " + tenant.token())
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
            HttpHeaders answer = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .headers();
            assertThat(answer.firstValue("grpc-status")).hasValue("3");
            com.google.rpc.Status status = com.google.rpc.Status.parseFrom(Base64.getDecoder()
                    .decode(answer.firstValue("grpc-status-details-bin").orElseThrow()));
            assertThat(status.getDetails(1)
                            .unpack(BadRequest.class)
                            .getFieldViolations(0)
                            .getField())
                    .isEqualTo("batches[1]");
            assertThat(status.getDetails(2).unpack(RecordUsageStreamResponse.class))
                    .isEqualTo(done(1, 1, 0));
        }

        @Test
        void may_be_one_that_is_too_long() throws Exception {
            stream.send(event("a"));
            awaitRecorded(1);
            List<UsageEvent> events = IntStream.range(0, 2_000)
                    .mapToObj(i -> event("x".repeat(5_000) + i))
                    .toList();
            StatusRuntimeException error = stream.send(events).refusal();
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(info(error).getReason()).isEqualTo("MALFORMED_REQUEST");
            assertThat(field(error)).isEqualTo("batches[1]");
            assertThat(committed(error)).isEqualTo(done(1, 1, 0));
        }
    }

    @Test
    void a_server_that_stops_ends_it_and_says_what_is_committed() throws Exception {
        TestServer stopped = new TestServer();
        stopped.start();
        Rest books = stopped.newTenant();
        Example.load(books);
        OpenStream open =
                OpenStream.of(stopped.stub(UsageServiceStub.class, books)).send(event("a"));
        while (recorded(books) == 0) {
            Thread.onSpinWait();
        }
        stopped.stop();
        StatusRuntimeException error = open.refusal();
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(info(error).getReason()).isEqualTo("SERVER_UNAVAILABLE");
        assertThat(committed(error)).isEqualTo(done(1, 1, 0));
    }

    @Nested
    class The_caller {
        @Test
        void is_asked_for_its_token() throws Exception {
            OpenStream nobodys = OpenStream.of(SERVER.stub(UsageServiceStub.class, SERVER.nobody()));
            StatusRuntimeException error = nobodys.refusal();
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(info(error).getReason()).isEqualTo("UNAUTHENTICATED");
        }

        @Test
        void is_refused_with_a_tenant_that_does_not_exist_before_it_sends_anything() throws Exception {
            Rest stranger = SERVER.nobody().as("stranger", TenantKind.LIVE);
            StatusRuntimeException error =
                    OpenStream.of(SERVER.stub(UsageServiceStub.class, stranger)).refusal();
            assertThat(info(error).getReason()).isEqualTo("TENANT_NOT_FOUND");
        }

        @Test
        void leaves_what_is_committed_when_it_goes_away() throws Exception {
            stream.send(event("a"));
            awaitRecorded(1);
            stream.call().cancel("gone", null);
            assertThat(stream.refusal().getStatus().getCode()).isEqualTo(Status.Code.CANCELLED);
            assertThat(recorded()).isEqualTo(1);
        }

        @Test
        void cannot_stream_by_rest() {
            tenant.post("/billing4j.v1.UsageService/RecordUsageStream", "{'events': []}")
                    .refused(415, "MALFORMED_REQUEST", "");
        }
    }

    /** Waits until the tenant's books hold this many events. */
    private void awaitRecorded(long events) {
        while (recorded() != events) {
            Thread.onSpinWait();
        }
    }

    private long recorded() {
        return recorded(tenant);
    }

    private static long recorded(Rest books) {
        return books.get("/api/billing/usage?subscriptionId=conv-00&meterId=context-tokens"
                        + "&start=2023-11-01T00:00:00Z&end=2023-12-01T00:00:00Z")
                .ok()
                .json()
                .path("events")
                .asLong();
    }

    private static RecordUsageStreamResponse done(long batches, long recorded, long duplicates) {
        return RecordUsageStreamResponse.newBuilder()
                .setBatches(batches)
                .setRecorded(recorded)
                .setDuplicates(duplicates)
                .build();
    }

    private static ErrorInfo info(StatusRuntimeException error) {
        return GrpcErrorDetails.of(error, ErrorInfo.class);
    }

    private static RecordUsageStreamResponse committed(StatusRuntimeException error) {
        return GrpcErrorDetails.of(error, RecordUsageStreamResponse.class);
    }

    private static String field(StatusRuntimeException error) {
        return GrpcErrorDetails.of(error, BadRequest.class)
                .getFieldViolations(0)
                .getField();
    }
}
