package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import io.billing4j.audit.Actor;
import io.billing4j.grpc.v1.ClockServiceGrpc.ClockServiceBlockingStub;
import io.billing4j.grpc.v1.CreateMeterRequest;
import io.billing4j.grpc.v1.GetClockRequest;
import io.billing4j.grpc.v1.MeterServiceGrpc.MeterServiceBlockingStub;
import io.billing4j.server.api.Rest.Answer;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.Tokens;
import io.billing4j.tenant.TenantKind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private Rest live;
    private Rest sandbox;

    @BeforeEach
    void tenants() {
        live = SERVER.newTenant();
        sandbox = SERVER.newSandbox();
    }

    @Nested
    class A_call_without_a_token_that_counts {
        @ParameterizedTest
        @ValueSource(
                strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0.e30."})
        void is_refused(String header) {
            Answer answer = SERVER.nobody().with("authorization", header).get("/api/billing/plans");
            answer.refused(401, "UNAUTHENTICATED", "");
            assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
            assertThat(answer.text()).contains(answer.header("x-correlation-id"));
        }

        /** Whoever guesses must not learn how close he is. */
        @Test
        void is_not_told_why() {
            String expired = SERVER.nobody()
                    .with("authorization", "Bearer a.b.c")
                    .get("/api/billing/plans")
                    .json()
                    .path("error")
                    .path("message")
                    .asText();
            assertThat(expired).isEqualTo("the token is not accepted");
        }

        @Test
        void is_refused_by_grpc_in_its_own_way() {
            StatusRuntimeException error = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> SERVER.stub(ClockServiceBlockingStub.class, SERVER.nobody())
                            .getClock(GetClockRequest.getDefaultInstance()));
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(GrpcErrorDetails.of(error, ErrorInfo.class).getReason()).isEqualTo("UNAUTHENTICATED");
        }

        @Test
        void is_refused_before_its_body_is_looked_at() {
            SERVER.nobody().post("/api/billing/plans", "no JSON at all").refused(401, "UNAUTHENTICATED", "");
        }

        @Test
        void is_told_of_an_address_that_does_not_exist() {
            SERVER.nobody().get("/api/billing/nothing").refused(404, "ROUTE_NOT_FOUND", "");
        }
    }

    @Nested
    class A_call_with_two_identities {
        @Test
        void is_refused_for_two_tokens() throws Exception {
            HttpRequest request = HttpRequest.newBuilder(live.base().resolve("/api/billing/plans"))
                    .header("authorization", "Bearer " + live.token())
                    .header("authorization", "Bearer " + sandbox.token())
                    .build();
            assertThat(live.client().send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        }

        /** It named the tenant once: whoever still sends it is told, rather than left with the books of another. */
        @Test
        void is_refused_for_a_header_that_names_a_tenant() {
            live.with("X-Billing-Tenant", live.tenant())
                    .get("/api/billing/plans")
                    .refused(400, "MALFORMED_REQUEST", "X-Billing-Tenant");
        }
    }

    @Nested
    class Roles {
        @ParameterizedTest
        @CsvSource({
            "REPORTER, 200, 403, 403, 403, 403",
            "READER, 403, 200, 403, 403, 403",
            "WRITER, 200, 200, 200, 403, 403",
            "BILLER, 403, 200, 403, 200, 403",
            "ADMIN, 200, 200, 200, 200, 200"
        })
        void say_which_calls_there_are(Role role, int report, int read, int write, int bill, int govern) {
            Example.load(live);
            Rest caller = as(role);
            assertThat(caller.post("/api/billing/usage", Example.USAGE).status())
                    .isEqualTo(report);
            assertThat(caller.get("/api/billing/settings").status()).isEqualTo(read);
            Answer written = caller.post("/api/billing/meters", "{'meterId': 'm', 'aggregation': 'SUM'}");
            assertThat(written.status()).isEqualTo(write);
            Answer billed = caller.post("/api/billing/runs", "{'cutOff': '2023-12-01'}");
            assertThat(billed.status()).isEqualTo(bill);
            assertThat(caller.post("/api/billing/settings:update", "{'grace': 'PT1H'}")
                            .status())
                    .isEqualTo(govern);
        }

        @Test
        void that_are_missing_are_named() {
            Answer denied = as(Role.READER).post("/api/billing/runs", "{'cutOff': '2023-12-01'}");
            denied.refused(403, "PERMISSION_DENIED", "");
            assertThat(denied.text()).contains("the call needs the role biller");
            assertThat(live.get("/api/billing/runs").ok().json().path("runs")).isEmpty();
        }

        @Test
        void are_asked_for_by_grpc_as_well() {
            StatusRuntimeException error = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> SERVER.stub(MeterServiceBlockingStub.class, as(Role.READER))
                            .createMeter(CreateMeterRequest.getDefaultInstance()));
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(GrpcErrorDetails.of(error, ErrorInfo.class).getReason()).isEqualTo("PERMISSION_DENIED");
        }

        @Test
        void may_be_none() {
            SERVER.nobody()
                    .with("authorization", Tokens.bearer(live.tenant(), TenantKind.LIVE, new Role[0]))
                    .get("/api/billing/plans")
                    .refused(403, "PERMISSION_DENIED", "");
        }

        private Rest as(Role role) {
            return SERVER.nobody().with("authorization", Tokens.bearer(live.tenant(), TenantKind.LIVE, role));
        }
    }

    @Nested
    class A_sandbox_and_a_live_tenant {
        @Test
        void are_not_opened_by_a_token_of_the_other_kind() {
            assertUnknown(SERVER.nobody().as(sandbox.tenant(), TenantKind.LIVE), sandbox.tenant());
            assertUnknown(SERVER.nobody().as(live.tenant(), TenantKind.SANDBOX), live.tenant());
            live.get("/api/billing/plans").ok();
            sandbox.get("/api/billing/plans").ok();
        }

        /** Reports share transactions, and do not come by the engine of their caller. */
        @Test
        void are_not_opened_for_usage_either() {
            Example.load(live);
            SERVER.nobody()
                    .as(live.tenant(), TenantKind.SANDBOX)
                    .post("/api/billing/usage", Example.USAGE)
                    .refused(404, "TENANT_NOT_FOUND", "");
        }

        /** Letter for letter the answer for a tenant that does not exist. */
        private void assertUnknown(Rest caller, String tenant) {
            Answer answer = caller.with("x-correlation-id", "same").get("/api/billing/plans");
            Answer unknown = SERVER.nobody()
                    .as("no-such-tenant", TenantKind.LIVE)
                    .with("x-correlation-id", "same")
                    .get("/api/billing/plans");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(unknown.text().replace("no-such-tenant", tenant));
        }
    }

    @Test
    void the_subject_of_a_token_is_the_actor_of_what_it_does() {
        live.with("x-correlation-id", "corr-1")
                .post("/api/billing/settings:update", "{'grace': 'PT1H'}")
                .ok();
        assertThat(SERVER.actors(live.tenant(), "settings", live.tenant()))
                .containsExactly(new Actor(Tokens.SUBJECT, "corr-1"));
    }

    @Test
    void what_describes_the_server_needs_no_token() {
        for (String path : new String[] {"/health", "/ready", "/metrics"}) {
            assertThat(SERVER.nobody().get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(SERVER.nobody()
                        .send("GET", "/metrics", BodyPublishers.noBody())
                        .text())
                .contains("billing_calls_refused_total");
    }
}
