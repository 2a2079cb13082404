package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.GrpcUsageSink;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.Tokens;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.TenantKind;
import io.billing4j.usage.UsageEvent;
import io.grpc.CallCredentials;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GrpcUsageSinkTest {
    private static final CustomerId CUSTOMER = CustomerId.of("conv-00");
    private static final MeterId CONTEXT = MeterId.of("context-tokens");
    private static final Instant AT = Instant.parse("2023-11-16T18:17:03.979123Z");

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private final Rest tenant = SERVER.newTenant();
    private final GrpcUsageSink sink = sink(tenant.tenant()).build();

    @BeforeEach
    void load() {
        Example.load(tenant);
    }

    @Test
    void records_a_batch_for_its_tenant_with_all_that_an_event_has() {
        UsageEvent event = new UsageEvent(
                EventId.of("e1"),
                CUSTOMER,
                SubscriptionId.of("conv-00"),
                CONTEXT,
                new BigDecimal("12.000000000000000001"),
                AT,
                "gateway",
                Map.of("model", "m1"));

        sink.record(List.of(event, plain("e2", "30")));
        sink.record(List.of(event));

        assertThat(tenant.get("/api/billing/usage?subscriptionId=conv-00&meterId=context-tokens"
                                + "&start=2023-11-01T00:00:00Z&end=2023-12-01T00:00:00Z")
                        .text())
                .contains("\"42.000000000000000001\"", "\"events\":\"2\"");
        // The same id with anything else is a conflict, so that nothing of the event was lost on the way.
        UsageEvent other = new UsageEvent(
                event.id(), CUSTOMER, event.subscription(), CONTEXT, event.quantity(), AT, "gateway", Map.of());
        assertThat(refusal(sink, other).code()).isEqualTo(ErrorCode.EVENT_CONFLICT);
    }

    @Test
    void gives_back_the_servers_error_with_code_and_field() {
        UsageEvent unknown = UsageEvent.of(EventId.of("e2"), CUSTOMER, MeterId.of("nothing"), BigDecimal.ONE, AT);

        BillingException refusal = refusal(sink, plain("e1", "1"), unknown);

        assertThat(refusal.code()).isEqualTo(ErrorCode.METER_NOT_FOUND);
        assertThat(refusal.field()).isEqualTo("events[1].meterId");
        assertThat(refusal.detail()).startsWith("there is no meter nothing (correlation id ");
        assertThat(refusal.retryable()).isFalse();
    }

    @Test
    void says_by_which_id_the_server_knows_the_call() {
        UUID id = UUID.fromString("01935d2e-0000-7000-8000-000000000001");
        GrpcUsageSink named = sink("nobody").correlationIds(() -> id).build();

        BillingException refusal = refusal(named, plain("e1", "1"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.TENANT_NOT_FOUND);
        assertThat(refusal.detail()).contains(id.toString());
    }

    @Test
    void may_be_told_to_try_again_where_there_is_no_server() {
        TestServer away = new TestServer();
        away.start();
        Channel channel = away.channel(away.newTenant());
        away.stop();

        assertUnavailable(GrpcUsageSink.on(channel).build());
    }

    @Test
    void may_be_told_to_try_again_where_there_is_no_answer_in_time() {
        GatedStore store = new GatedStore(new InMemoryBillingStore());
        TestServer slow = new TestServer(store);
        slow.start();
        try {
            Rest client = slow.newTenant();
            Example.load(client);
            store.shut();

            assertUnavailable(GrpcUsageSink.on(slow.channel(client))
                    .token(client::token)
                    .deadline(Duration.ofMillis(50))
                    .build());
        } finally {
            store.open();
            slow.leave();
        }
    }

    @Test
    void asks_for_fewer_events_where_a_batch_is_too_large_for_the_server() {
        BillingException refusal = refusal(sink, large(10_000));

        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(ErrorCode.INVALID_BATCH);
        assertThat(refusal.detail()).contains("at most 8388608 bytes (correlation id ");
        assertThat(refusal.retryable()).isFalse();
    }

    /** 1,100 events of more than 1,024 bytes are more than 1 MiB, which is 1,048,576 bytes. */
    @Test
    void waits_for_the_limit_of_somebody_between_unless_the_batch_is_long() {
        GrpcUsageSink limited = refused(Status.RESOURCE_EXHAUSTED.withDescription("too many requests"));

        assertUnavailable(limited);
        assertThat(refusal(limited, large(10)).code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
        assertThat(refusal(limited, large(1_100)).code()).isEqualTo(ErrorCode.INVALID_BATCH);
    }

    @Test
    void blames_no_event_for_a_tenant_that_the_channel_names_as_well() {
        Metadata another = new Metadata();
        another.put(Metadata.Key.of("x-billing-tenant", Metadata.ASCII_STRING_MARSHALLER), "another");
        Channel channel = ClientInterceptors.intercept(
                SERVER.channel(tenant), MetadataUtils.newAttachHeadersInterceptor(another));

        BillingException failure =
                refusal(GrpcUsageSink.on(channel).token(tenant::token).build(), plain("e1", "1"));

        assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(failure.field()).isEqualTo("X-Billing-Tenant");
    }

    @Test
    void brings_its_credentials_to_each_call() {
        BillingException failure =
                refusal(refused(Status.UNAUTHENTICATED.withDescription("no token")), plain("e1", "1"));

        // A matter of the set-up: no event is to blame, and the reporter tries again.
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(failure).hasMessageContaining("UNAUTHENTICATED: no token");
    }

    private static void assertUnavailable(GrpcUsageSink sink) {
        BillingException failure = refusal(sink, plain("e1", "1"));
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
        assertThat(failure.retryable()).isTrue();
    }

    private static UsageEvent plain(String id, String quantity) {
        return UsageEvent.of(EventId.of(id), CUSTOMER, CONTEXT, new BigDecimal(quantity), AT);
    }

    private static BillingException refusal(GrpcUsageSink sink, UsageEvent... events) {
        BillingException refusal = catchThrowableOfType(BillingException.class, () -> sink.record(List.of(events)));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    /** Events of a little more than 1 KiB each. */
    private static UsageEvent[] large(int events) {
        Map<String, String> large =
                Map.of("a", "a".repeat(256), "b", "b".repeat(256), "c", "c".repeat(256), "d", "d".repeat(256));
        return IntStream.range(0, events)
                .mapToObj(i -> new UsageEvent(
                        EventId.of("large-" + i), CUSTOMER, null, CONTEXT, BigDecimal.ONE, AT, null, large))
                .toArray(UsageEvent[]::new);
    }

    /** A sink whose calls end with this status before they reach the server. */
    private GrpcUsageSink refused(Status status) {
        return GrpcUsageSink.on(SERVER.channel(tenant))
                .credentials(new CallCredentials() {
                    @Override
                    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
                        applier.fail(status);
                    }
                })
                .build();
    }

    private GrpcUsageSink.Builder sink(String name) {
        return GrpcUsageSink.on(SERVER.channel(tenant)).token(() -> Tokens.token(name, TenantKind.LIVE, Role.WRITER));
    }
}
