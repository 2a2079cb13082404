package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.server.api.Rest.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private final Rest anybody = SERVER.nobody();

    @AfterEach
    void pass() {
        SERVER.ready(true);
    }

    @Test
    void health_says_that_the_process_lives_whatever_its_database_does() {
        SERVER.ready(false);
        assertThat(anybody.get("/health").ok().json().path("status").asText()).isEqualTo("UP");
    }

    @Test
    void readiness_says_which_check_fails() {
        assertThat(anybody.get("/ready").ok().json().path("status").asText()).isEqualTo("READY");
        SERVER.ready(false);
        Answer answer = anybody.get("/ready");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("checks").path("database").asText()).isEqualTo("DOWN");
    }

    @Test
    void metrics_count_calls_by_their_name_however_they_came_in() {
        SERVER.newTenant().get("/api/billing/plans").ok();
        // A call is counted once its answer has gone out.
        assertThat(Stream.generate(() -> anybody.get("/metrics").text()).limit(1_000))
                .anyMatch(metrics -> metrics.contains("billing_server_requests_total")
                        && metrics.contains("method=\"ListPlans\"")
                        && metrics.contains("service=\"billing4j.v1.PlanService\""));
    }

    /** So that the prompt of whoever asked by curl stands in a line of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/ready",
                "/nowhere",
                "/api/billing/openapi.json",
                "/api/billing/plans",
                "/api/billing/plans/none",
                "/api/billing/plans?nothing=1"
            })
    void an_answer_in_json_ends_with_one_line_break(String path) {
        Rest tenant = SERVER.newTenant();
        HttpResponse<byte[]> answer =
                tenant.exchange("GET", tenant.base().resolve(path), HttpRequest.BodyPublishers.noBody());
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .endsWith("}\n")
                .doesNotEndWith("\n\n");
        assertThat(answer.headers().firstValue("content-length")).hasValue(String.valueOf(answer.body().length));
    }

    @Nested
    class The_correlation_id {
        @Test
        void is_the_callers_in_answers_and_errors() {
            Rest rest = SERVER.newTenant().with("x-correlation-id", "order-4711");
            assertThat(rest.get("/api/billing/plans").ok().header("x-correlation-id"))
                    .isEqualTo("order-4711");
            Answer refused = rest.get("/api/billing/plans/none");
            assertThat(refused.header("x-correlation-id")).isEqualTo("order-4711");
            assertThat(refused.json().path("error").path("correlationId").asText())
                    .isEqualTo("order-4711");
            assertThat(rest.get("/nowhere").header("x-correlation-id")).isEqualTo("order-4711");
        }

        @Test
        void is_made_by_the_server_where_the_callers_is_none() {
            Rest tenant = SERVER.newTenant();
            assertThat(tenant.get("/api/billing/plans").header("x-correlation-id"))
                    .isNotEmpty();
            String longer = "x".repeat(65);
            assertThat(tenant.with("x-correlation-id", longer)
                            .get("/api/billing/plans")
                            .header("x-correlation-id"))
                    .isNotEmpty()
                    .isNotEqualTo(longer);
        }
    }
}
