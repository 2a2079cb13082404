package io.billing4j.server.api;

import static io.billing4j.server.api.OpenStream.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.RecordUsageResponse;
import io.billing4j.grpc.v1.RecordUsageStreamResponse;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceFutureStub;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceStub;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class GatheredUsageTest {
    static final GatedStore STORE = new GatedStore(new InMemoryBillingStore());

    @RegisterExtension
    static final TestServer SERVER = new TestServer(STORE);

    private final Rest tenant = SERVER.newTenant();
    private final UsageServiceFutureStub stub = SERVER.stub(UsageServiceFutureStub.class, tenant);
    private final OpenStream stream = OpenStream.of(SERVER.stub(UsageServiceStub.class, tenant));
    private final List<ListenableFuture<RecordUsageResponse>> held = new ArrayList<>();

    /** A stream is taken up, and as many transactions as there may be at once wait in the store. */
    @BeforeEach
    void hold() {
        Example.load(tenant);
        stream.send(event("first"));
        awaitThat(() -> tenant.get("/api/billing/usage?subscriptionId=conv-00&meterId=context-tokens"
                        + "&start=2023-11-01T00:00:00Z&end=2023-12-01T00:00:00Z")
                .text()
                .contains("\"events\":\"1\""));
        STORE.shut();
        for (int i = 0; i < 2; i++) {
            held.add(record("held-" + i, 1));
            int begun = i + 1;
            awaitThat(() -> STORE.begun() == begun);
        }
    }

    @AfterEach
    void open() {
        STORE.open();
    }

    @Test
    void small_reports_of_many_calls_share_a_transaction() throws Exception {
        List<ListenableFuture<RecordUsageResponse>> calls = new ArrayList<>(held);
        for (int i = 0; i < 18; i++) {
            calls.add(record("e" + i, 1));
        }
        awaitThat(() -> SERVER.waitingReports() == 18);
        STORE.open();
        for (ListenableFuture<RecordUsageResponse> call : calls) {
            assertThat(call.get(30, TimeUnit.SECONDS).getRecorded()).isEqualTo(1);
        }
        assertThat(STORE.begun()).isEqualTo(3);
    }

    @Test
    void a_small_batch_of_a_stream_shares_it_too() throws Exception {
        ListenableFuture<RecordUsageResponse> call = record("e", 1);
        stream.send(event("s"));
        awaitThat(() -> SERVER.waitingReports() == 2);
        STORE.open();
        assertThat(stream.finish())
                .isEqualTo(RecordUsageStreamResponse.newBuilder()
                        .setBatches(2)
                        .setRecorded(2)
                        .build());
        assertThat(call.get(30, TimeUnit.SECONDS).getRecorded()).isEqualTo(1);
        assertThat(STORE.begun()).isEqualTo(3);
    }

    @Test
    void a_report_that_is_large_enough_for_itself_waits_for_nobody() throws Exception {
        ListenableFuture<RecordUsageResponse> large = record("large", UsageReports.SMALL + 1);
        awaitThat(() -> STORE.begun() == 3);
        assertThat(SERVER.waitingReports()).isZero();
        STORE.open();
        assertThat(large.get(30, TimeUnit.SECONDS).getRecorded()).isEqualTo(UsageReports.SMALL + 1);
    }

    private ListenableFuture<RecordUsageResponse> record(String prefix, int events) {
        RecordUsageRequest.Builder request = RecordUsageRequest.newBuilder();
        IntStream.range(0, events).forEach(i -> request.addEvents(event(prefix + "-" + i)));
        return stub.recordUsage(request.build());
    }

    private static void awaitThat(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
