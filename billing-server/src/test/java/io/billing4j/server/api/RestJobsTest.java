package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.grpc.v1.Job;
import io.billing4j.grpc.v1.JobServiceGrpc.JobServiceBlockingStub;
import io.billing4j.grpc.v1.ListJobExecutionsRequest;
import io.billing4j.grpc.v1.ListJobsRequest;
import io.billing4j.grpc.v1.PauseJobRequest;
import io.billing4j.grpc.v1.TriggerJobRequest;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.jobs.Jobs;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.Tokens;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.TenantKind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs of tenants over both protocols. Nobody does them here. */
class RestJobsTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final HikariDataSource POOL = DATABASE.pool();

    @RegisterExtension
    static final TestServer SERVER = new TestServer(new InMemoryBillingStore(), Tokens.access(), Jobs.on(POOL));

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Test
    void all_are_listed_before_any_was_done() {
        JsonNode jobs = SERVER.newTenant().get("/api/billing/jobs").ok().json().path("jobs");
        assertThat(jobs.findValuesAsText("name")).containsExactly("balances", "billing", "due", "reached");
        assertThat(jobs.get(0).has("nextAt")).isFalse();
        assertThat(jobs.get(0).has("lastOutcome")).isFalse();
    }

    @Test
    void they_are_paused_resumed_and_triggered() {
        Rest rest = SERVER.newTenant();
        assertThat(paused(rest.post("/api/billing/jobs/billing:pause", "{}"))).isTrue();
        assertThat(paused(rest.post("/api/billing/jobs/billing:pause", "{}"))).isTrue();
        assertThat(rest.get("/api/billing/jobs")
                        .ok()
                        .json()
                        .path("jobs")
                        .get(1)
                        .path("paused")
                        .asBoolean())
                .isTrue();
        assertThat(paused(rest.post("/api/billing/jobs/billing:resume", "{}"))).isFalse();
        assertThat(rest.post("/api/billing/jobs/billing:trigger", "{}")
                        .ok()
                        .json()
                        .path("nextAt")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void what_was_done_is_listed_page_by_page() throws SQLException {
        Rest rest = SERVER.newTenant();
        String path = "/api/billing/jobs/due/executions";
        assertThat(rest.get(path).ok().json().path("executions")).isEmpty();
        for (int hour = 1; hour <= 3; hour++) {
            DATABASE.number("INSERT INTO billing.job_history VALUES ('" + rest.tenant()
                    + "', 'due', '00000000-0000-7000-8000-00000000000" + hour + "', '2026-02-01T0" + hour
                    + ":00:00Z', '2026-02-01T0" + hour + ":00:01Z', 'n', 'FOUND_FAULTS', 'run " + hour
                    + "') RETURNING 1");
        }

        JsonNode first = rest.get(path + "?pageSize=2").ok().json();
        assertThat(first.path("executions").findValuesAsText("detail")).containsExactly("run 3", "run 2");
        assertThat(first.path("executions").get(0).path("outcome").asText()).isEqualTo("FOUND_FAULTS");
        assertThat(first.path("executions").get(0).path("endedAt").asText()).isEqualTo("2026-02-01T03:00:01Z");
        JsonNode second = rest.get(path + "?pageSize=2&pageToken="
                        + first.path("nextPageToken").asText())
                .ok()
                .json();
        assertThat(second.path("executions").findValuesAsText("detail")).containsExactly("run 1");
        assertThat(second.path("nextPageToken").asText()).isEmpty();
    }

    @Test
    void another_tenants_are_as_if_they_did_not_exist() throws SQLException {
        Rest rest = SERVER.newTenant();
        Rest other = SERVER.newTenant();
        rest.post("/api/billing/jobs/due:pause", "{}").ok();
        rest.post("/api/billing/jobs/due:trigger", "{}").ok();
        DATABASE.number("INSERT INTO billing.job_history VALUES ('" + rest.tenant()
                + "', 'due', '00000000-0000-7000-8000-000000000009', '2026-02-01Z', '2026-02-01Z', 'n', 'DONE', 'd')"
                + " RETURNING 1");

        Rest stranger = SERVER.newTenant();
        for (String path : new String[] {"/api/billing/jobs", "/api/billing/jobs/due/executions"}) {
            assertThat(other.get(path).ok().text())
                    .isEqualTo(stranger.get(path).ok().text());
        }
        assertThat(other.post("/api/billing/jobs/due:resume", "{}")
                        .ok()
                        .json()
                        .path("paused")
                        .asBoolean())
                .isFalse();
        assertThat(rest.get("/api/billing/jobs")
                        .ok()
                        .json()
                        .path("jobs")
                        .get(2)
                        .path("paused")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void nobody_but_who_governs_sees_them() {
        Rest rest = SERVER.newTenant();
        rest.with("authorization", Tokens.bearer(rest.tenant(), TenantKind.LIVE, Role.READER, Role.WRITER, Role.BILLER))
                .get("/api/billing/jobs")
                .refused(403, "PERMISSION_DENIED", "");
    }

    @Test
    void they_are_there_by_grpc_too() {
        JobServiceBlockingStub jobs = SERVER.stub(JobServiceBlockingStub.class, SERVER.newTenant());
        assertThat(jobs.listJobs(ListJobsRequest.getDefaultInstance()).getJobsList())
                .extracting(Job::getName)
                .containsExactly("balances", "billing", "due", "reached");
        assertThat(jobs.pauseJob(PauseJobRequest.newBuilder().setJob("reached").build())
                        .getPaused())
                .isTrue();
        assertThat(jobs.triggerJob(
                                TriggerJobRequest.newBuilder().setJob("reached").build())
                        .hasNextAt())
                .isTrue();
        assertThat(jobs.listJobExecutions(ListJobExecutionsRequest.newBuilder()
                                .setJob("reached")
                                .build())
                        .getExecutionsList())
                .isEmpty();
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> jobs.triggerJob(
                        TriggerJobRequest.newBuilder().setJob("tenants").build()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    private static boolean paused(Rest.Answer answer) {
        return answer.ok().json().path("paused").asBoolean();
    }
}
