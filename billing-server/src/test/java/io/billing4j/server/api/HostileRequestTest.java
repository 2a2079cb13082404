package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billing4j.server.api.Rest.Answer;
import io.billing4j.server.transport.BillingServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRequestTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String METERS = "/api/billing/meters";
    private static final int SMASHED = Boolean.getBoolean("billing.nightly") ? 20_000 : 1_000;

    private Rest rest = SERVER.nobody();

    @BeforeEach
    void open() {
        rest = SERVER.newTenant();
    }

    @Nested
    class A_body {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{",
                    "}",
                    "[]",
                    "null",
                    "42",
                    "''",
                    "nonsense",
                    "{'meterId': 'm', 'aggregation': 'SUM'} {}",
                    "{'meterId': 'm', 'aggregation': 'SUM'} x",
                    "{'meterId': 'm', 'meterId': 'n', 'aggregation': 'SUM'}",
                    "{'meterId': 'm', 'aggregation': 'SUM', 'x': {'y': 1, 'y': 2}}",
                    "{'meterId': 'm', 'aggregation': SUM}",
                    "{'meterId': 'm', 'aggregation': 'SUM',}",
                    "{'meterId': NaN, 'aggregation': 'SUM'}",
                    "{'meterId': 'm' /* or n */, 'aggregation': 'SUM'}",
                    "{'meterId': '\\ud800', 'aggregation': 'SUM'}",
                    "{'\\udfff': '', 'meterId': 'm', 'aggregation': 'SUM'}",
                    "{meterId: 'm', 'aggregation': 'SUM'}"
                })
        void that_is_not_one_well_formed_object_is_malformed(String body) {
            assertRefused(rest.post(METERS, body), 400, "MALFORMED_REQUEST", "");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1E1000000000", "-1e-1000000000", "0.1", "99999999999999999999", "2147483648", "1.0"})
        void with_a_number_out_of_range_names_the_field(String number) {
            String plan = Example.PLAN.replace("'unit': 'MONTH'", "'unit': 'MONTH', 'count': " + number);
            assertRefused(rest.post("/api/billing/plans", plan), 400, "INVALID_NUMBER", "interval.count");
        }

        @Test
        void with_a_number_of_a_million_digits_is_malformed() {
            String plan = "{'planId': 'p', 'interval': {'count': " + "9".repeat(1_000_000) + "}}";
            assertRefused(rest.post("/api/billing/plans", plan), 400, "MALFORMED_REQUEST", "");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[", "{'a':"})
        void that_is_nested_without_end_is_malformed(String opening) {
            String body = "{'charges': " + opening.repeat(200_000);
            assertRefused(rest.post("/api/billing/plans", body), 400, "MALFORMED_REQUEST", "");
        }

        @Test
        void in_another_encoding_is_malformed() {
            String meter = Example.CONTEXT_METER.replace('\'', '"');
            byte[] latin = meter.replace("context", "cöntext").getBytes(StandardCharsets.ISO_8859_1);
            assertRefused(rest.postBytes(METERS, latin), 400, "MALFORMED_REQUEST", "");
            assertRefused(
                    rest.postBytes(METERS, meter.getBytes(StandardCharsets.UTF_16)), 400, "MALFORMED_REQUEST", "");
            byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'};
            assertRefused(rest.postBytes(METERS, overlong), 400, "MALFORMED_REQUEST", "");
        }

        @Test
        void in_another_format_is_refused_as_such() {
            for (String type :
                    List.of("text/plain", "application/x-www-form-urlencoded", "application/grpc", "nonsense")) {
                Answer answer = rest.with("content-type", type).post(METERS, Example.CONTEXT_METER);
                assertRefused(answer, 415, "MALFORMED_REQUEST", "");
            }
        }

        @Test
        void beyond_the_limit_is_refused_as_too_large() {
            byte[] huge = new byte[Math.toIntExact(BillingServer.LONGEST_REQUEST) + 1];
            assertRefused(rest.postBytes(METERS, huge), 413, "MALFORMED_REQUEST", "");
        }

        @Test
        void where_there_should_be_none_is_refused() {
            Answer answer = rest.send("GET", METERS, BodyPublishers.ofString("{\"pageSize\": 1}"));
            assertRefused(answer, 400, "MALFORMED_REQUEST", "");
        }

        @Test
        void with_the_longest_names_is_told_so_in_few_words() {
            String name = "n".repeat(10_000);
            Answer answer = rest.post(METERS, "{'" + name + "': 1}");
            assertThat(answer.json().path("error").path("code").asText()).isEqualTo("UNKNOWN_FIELD");
            assertThat(answer.text()).hasSizeLessThan(2_000);
        }

        @Test
        void smashed_at_random_is_never_the_servers_fault() {
            Random random = new Random(20231201);
            for (int i = 0; i < SMASHED; i++) {
                byte[] body = smashed(Example.PLAN.replace('\'', '"').getBytes(StandardCharsets.UTF_8), random);
                Answer answer = rest.postBytes("/api/billing/plans", body);
                assertThat(answer.status())
                        .as(new String(body, StandardCharsets.UTF_8) + " got " + answer.text())
                        .isIn(200, 400, 404, 409);
                assertThat(answer.text()).doesNotContain("Exception", "at io.", "at com.", "at java.");
            }
        }

        private static byte[] smashed(byte[] body, Random random) {
            byte[] smashed = body.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(smashed.length);
                smashed[at] =
                        random.nextBoolean() ? (byte) random.nextInt(256) : smashed[random.nextInt(smashed.length)];
            }
            return smashed;
        }
    }

    @Nested
    class An_address {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/api",
                    "/api/billing/nothing",
                    "/api/billing/plans/p/q",
                    "/api/billing/plans/",
                    "/favicon.ico",
                    "/docs/nothing",
                    "/internal"
                })
        void that_leads_nowhere_is_told_so(String path) {
            assertRefused(rest.get(path), 404, "ROUTE_NOT_FOUND", "");
        }

        @Test
        void does_not_take_another_method() {
            for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
                Answer answer = rest.send(method, METERS, BodyPublishers.noBody());
                assertRefused(answer, 405, "ROUTE_NOT_FOUND", "");
            }
            assertRefused(rest.get("/billing4j.v1.MeterService/ListMeters"), 415, "MALFORMED_REQUEST", "");
        }

        @Test
        void of_a_framed_call_takes_no_plain_json() {
            Answer answer = rest.post("/billing4j.v1.MeterService/ListMeters", "{}");
            assertRefused(answer, 415, "MALFORMED_REQUEST", "");
        }

        @Test
        void without_end_is_refused() {
            Answer answer = rest.get(METERS + "?pageToken=" + "a".repeat(20_000));
            assertRefused(answer, 414, "MALFORMED_REQUEST", "");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "abc",
                    "1.0",
                    "0x1",
                    "1_0",
                    "--1",
                    "+1",
                    "%2B1",
                    "1%2F2",
                    "1%2f2",
                    "1%3F",
                    "%201",
                    "1%20",
                    "%D9%A1", // 1 in Arabic
                    "%EF%BC%91", // 1 as wide as Chinese
                    "2147483648",
                    "-2147483649",
                    "4294967297",
                    "9223372036854775807",
                    "18446744073709551617"
                })
        void whose_number_is_none_names_the_field(String number) {
            assertRefused(rest.get("/api/billing/plans/p/versions/" + number), 400, "INVALID_NUMBER", "version");
            String query = number.replace("+", "%2B");
            assertRefused(rest.get(METERS + "?pageSize=" + query), 400, "INVALID_NUMBER", "pageSize");
        }

        /** Slashes that follow each other count as one. */
        @ParameterizedTest
        @CsvSource({
            "/api//billing/plans/p/versions/x, 400, INVALID_NUMBER, version",
            "/api/billing/plans/p///versions//x, 400, INVALID_NUMBER, version",
            "/api/billing/plans/p/versions//1, 404, PLAN_NOT_FOUND, planId",
            "/api/billing/plans//versions/1, 404, ROUTE_NOT_FOUND, ''",
            "/api/billing/plans/p/versions/, 404, ROUTE_NOT_FOUND, ''",
            "/api/billing/plans/./versions/1, 404, PLAN_NOT_FOUND, planId",
            "/api/billing/plans/%2E/versions/1, 404, PLAN_NOT_FOUND, planId",
            "/api/billing/plans/p%2Fversions/1, 404, ROUTE_NOT_FOUND, ''",
            "/api/billing/plans/p%2Fversions%2F1, 400, INVALID_KEY, planId",
            "/api/billing/plans/a%3Bb, 400, INVALID_KEY, planId"
        })
        void is_checked_by_the_parts_that_it_was_routed_by(String path, int status, String code, String field) {
            assertRefused(rest.get(path), status, code, field);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    METERS + "/..",
                    METERS + "/../plans",
                    METERS + "/%2E%2E/plans",
                    METERS + "/.%2e/plans",
                    METERS + "/..%2Fplans",
                    METERS + "/..;/plans"
                })
        void that_climbs_is_malformed(String path) {
            assertRefused(rest.get(path), 400, "MALFORMED_REQUEST", "");
        }

        @ParameterizedTest
        @ValueSource(strings = {METERS + ";a=1", "/api/billing;/meters", METERS + "/m;n", METERS + "/m;?pageSize=1"})
        void with_a_semicolon_says_what_would_not_be_heard(String path) {
            assertRefused(rest.get(path), 400, "MALFORMED_REQUEST", "");
        }

        @ParameterizedTest
        @MethodSource("io.billing4j.server.api.HostileRequestTest#oddPaths")
        void with_odd_characters_is_the_callers_fault(String path) {
            assertThat(rest.get(path).status()).isBetween(400, 404);
        }
    }

    static Stream<String> oddPaths() {
        return Stream.of("%00", "%0a", "%ff%fe", "%25", "a%3Bb", "%F0%9F%98%80", "..%5C", "'%22", "..%2F..%2Fetc")
                .map(odd -> "/api/billing/plans/" + odd.replace("'", "%27"));
    }

    private static void assertRefused(Answer answer, int status, String code, String field) {
        JsonNode error = answer.json().path("error");
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(error.path("code").asText()).as(answer.text()).isEqualTo(code);
        assertThat(error.path("field").asText()).as(answer.text()).isEqualTo(field);
        assertThat(error.path("correlationId").asText()).isNotEmpty();
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.text()).doesNotContain("Exception", "at io.", "at com.", "at java.");
    }
}
