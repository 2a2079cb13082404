package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.rpc.ErrorInfo;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.billing4j.grpc.v1.GetSettingsRequest;
import io.billing4j.grpc.v1.Settings;
import io.billing4j.grpc.v1.SettingsServiceGrpc.SettingsServiceBlockingStub;
import io.billing4j.grpc.v1.SettingsServiceGrpc.SettingsServiceFutureStub;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceStub;
import io.billing4j.id.TenantId;
import io.billing4j.server.api.Rest.Answer;
import io.billing4j.server.security.CallLimits;
import io.billing4j.server.security.TenantLimits;
import io.billing4j.server.security.Tokens;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that takes 4 calls at once, 2 of one tenant, on a store that can be made to wait. */
@Timeout(60)
class OverloadTest {
    private final TenantLimits limits = new TenantLimits(new CallLimits(100_000, 2, 4));
    private final GatedStore store = new GatedStore(new InMemoryBillingStore());
    private final TestServer server = new TestServer(store, Tokens.access(limits));

    private Rest tenant;
    private Rest other;
    private Rest third;

    @BeforeEach
    void start() {
        server.start();
        tenant = server.newTenant();
        other = server.newTenant();
        third = server.newTenant();
        for (Rest known : List.of(tenant, other, third)) {
            known.get("/api/billing/settings").ok();
        }
        awaitThat(() -> limits.underWay() == 0);
    }

    @AfterEach
    void stop() {
        store.open();
        server.leave();
    }

    @Test
    void what_is_too_much_is_refused_at_once_and_all_goes_on_after_it() throws Exception {
        store.shut();
        List<ListenableFuture<Settings>> calls = new ArrayList<>(List.of(ask(tenant), ask(tenant)));
        awaitThat(() -> store.begun() == 2);

        Answer refused = tenant.get("/api/billing/settings");
        refused.refused(429, "TOO_MANY_REQUESTS", "");
        assertThat(refused.header("retry-after")).isEqualTo("1");
        assertThat(grpc(tenant).getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(GrpcErrorDetails.of(grpc(tenant), ErrorInfo.class).getReason())
                .isEqualTo("TOO_MANY_REQUESTS");

        // Another tenant is served as before, until the server has all that it takes.
        calls.addAll(List.of(ask(other), ask(other)));
        awaitThat(() -> store.begun() == 4);
        third.get("/api/billing/settings").refused(429, "TOO_MANY_REQUESTS", "");

        store.open();
        for (ListenableFuture<Settings> call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS).getTimeZone()).isEqualTo("Z");
        }
        awaitThat(() -> limits.underWay() == 0);
        third.get("/api/billing/settings").ok();
        tenant.get("/api/billing/settings").ok();
    }

    @Test
    void others_are_answered_while_a_tenant_has_too_much() {
        TenantId busy = TenantId.of(tenant.tenant());
        store.shut(busy::equals);
        List<ListenableFuture<Settings>> calls = List.of(ask(tenant), ask(tenant));
        awaitThat(() -> store.begun() == 2);

        for (int i = 0; i < 10; i++) {
            tenant.get("/api/billing/settings").refused(429, "TOO_MANY_REQUESTS", "");
            assertThat(grpc(tenant).getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            other.get("/api/billing/settings").ok();
            assertThat(ask(third)).succeedsWithin(Duration.ofSeconds(10));
        }
        assertThat(calls).noneMatch(ListenableFuture::isDone);

        // What was refused leaves nothing behind: there is as much room as before.
        store.open();
        calls.forEach(call -> assertThat(call).succeedsWithin(Duration.ofSeconds(10)));
        awaitThat(() -> limits.underWay() == 0);
        for (int i = 0; i < 10; i++) {
            tenant.get("/api/billing/settings").ok();
            assertThat(ask(tenant)).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    /** Else whoever asks and hangs up would have as many threads and connections as he likes. */
    @Test
    void who_hangs_up_keeps_his_place_until_the_work_is_done() {
        store.shut();
        ListenableFuture<Settings> gone = ask(tenant);
        ListenableFuture<Settings> stays = ask(tenant);
        awaitThat(() -> store.begun() == 2);
        gone.cancel(true);

        assertThat(grpc(tenant).getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);

        store.open();
        assertThat(stays).succeedsWithin(Duration.ofSeconds(10));
        awaitThat(() -> limits.underWay() == 0);
    }

    /** Each of these ends in a way of its own, some before they have begun. */
    @Test
    void no_request_takes_a_place_for_longer_than_it_lasts() {
        String path = "/api/billing/settings";
        for (int i = 0; i < 10; i++) {
            tenant.with("grpc-timeout", "x").get(path).ok();
            tenant.with("grpc-timeout", "0S").get(path).ok();
            tenant.with("x-trace-bin", "!").get(path).refused(400, "MALFORMED_REQUEST", "x-trace-bin");
            tenant.get("/api/billing/plans/none").refused(404, "PLAN_NOT_FOUND", "planId");
            tenant.post("/api/billing/meters", "{").refused(400, "MALFORMED_REQUEST", "");
            tenant.get("/api/billing/plans?x=1").refused(400, "UNKNOWN_FIELD", "x");
            StatusRuntimeException unreadable = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> GrpcClients.builder("gproto+" + tenant.base())
                            .setHeader("authorization", "Bearer " + tenant.token())
                            .setHeader("x-trace-bin", "!")
                            .build(SettingsServiceBlockingStub.class)
                            .getSettings(GetSettingsRequest.getDefaultInstance()));
            assertThat(unreadable.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
        awaitThat(() -> limits.underWay() == 0);
    }

    @Test
    void streams_have_places_of_their_own() {
        List<OpenStream> streams = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            streams.add(OpenStream.of(server.stub(UsageServiceStub.class, tenant)));
        }
        awaitThat(() -> limits.underWay() == 2);
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, () -> {
            throw OpenStream.of(server.stub(UsageServiceStub.class, tenant)).refusal();
        });
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        tenant.get("/api/billing/settings").ok();
        streams.forEach(stream -> stream.call().cancel("gone", null));
        awaitThat(() -> limits.underWay() == 0);
    }

    private ListenableFuture<Settings> ask(Rest caller) {
        return server.stub(SettingsServiceFutureStub.class, caller)
                .getSettings(GetSettingsRequest.getDefaultInstance());
    }

    private StatusRuntimeException grpc(Rest caller) {
        return catchThrowableOfType(
                StatusRuntimeException.class,
                () -> server.stub(SettingsServiceBlockingStub.class, caller)
                        .getSettings(GetSettingsRequest.getDefaultInstance()));
    }

    private static void awaitThat(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
