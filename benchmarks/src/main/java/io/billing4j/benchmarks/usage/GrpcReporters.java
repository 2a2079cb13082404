package io.billing4j.benchmarks.usage;

import com.google.protobuf.Timestamp;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.benchmarks.Crew;
import io.billing4j.benchmarks.ServerAccess;
import io.billing4j.benchmarks.ServerServices;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.UsageGathering;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceBlockingStub;
import io.billing4j.id.TenantId;
import io.billing4j.server.transport.BillingServer;
import io.billing4j.usage.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server and clients that report to it over the loopback interface, all in this process. */
final class GrpcReporters implements AutoCloseable {
    private final BillingServer server;

    GrpcReporters(BenchmarkDatabase database, Billing4J billing, UsageGathering gathering) {
        server = BillingServer.builder(ServerAccess.rules())
                .services(ServerServices.of(database, billing, gathering))
                .port(0)
                .build();
        server.start();
    }

    /** Events per second, one request after the other in each client. */
    double record(TenantId tenant, List<List<UsageEvent>> batches, int clients) throws Exception {
        List<RecordUsageRequest> requests =
                batches.stream().map(GrpcReporters::request).toList();
        AtomicInteger next = new AtomicInteger();
        return Crew.perSecond(clients, requests.size(), () -> {
            UsageServiceBlockingStub stub = stub(tenant);
            for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
                stub.recordUsage(requests.get(i));
            }
            return null;
        });
    }

    private UsageServiceBlockingStub stub(TenantId tenant) {
        return GrpcClients.builder("gproto+http://127.0.0.1:" + server.address().getPort())
                .setHeader("authorization", ServerAccess.bearer(tenant))
                .responseTimeout(Duration.ofSeconds(60))
                .build(UsageServiceBlockingStub.class);
    }

    private static RecordUsageRequest request(List<UsageEvent> events) {
        RecordUsageRequest.Builder request = RecordUsageRequest.newBuilder();
        for (UsageEvent event : events) {
            request.addEventsBuilder()
                    .setEventId(event.id().value())
                    .setCustomerId(event.customer().value())
                    .setMeterId(event.meter().value())
                    .setQuantity(event.quantity().toPlainString())
                    .setOccurredAt(timestamp(event.occurredAt()));
        }
        return request.build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    @Override
    public void close() {
        server.close();
    }
}
