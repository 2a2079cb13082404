package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was not billed, over REST. */
class RestFindingsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private Rest rest = SERVER.nobody();

    @BeforeEach
    void find() {
        rest = SERVER.newTenant();
        Example.load(rest);
        rest.post("/api/billing/meters", "{'meterId': 'unpriced', 'aggregation': 'SUM'}")
                .ok();
        rest.post("/api/billing/usage", """
                {'events': [
                  {'eventId': 'u1', 'customerId': 'conv-00', 'meterId': 'unpriced', 'quantity': '1',
                   'occurredAt': '2023-11-16T00:00:00Z'}]}
                """).ok();
        rest.post("/api/billing/runs", "{'cutOff': '2023-12-01'}").ok();
        rest.post("/api/billing/usage", Example.USAGE).ok();
    }

    @Test
    void findings_are_counted_by_their_reasons() {
        // Two late reports, of two meters, are two findings.
        assertThat(rest.get("/api/billing/findings:count").ok().text())
                .isEqualTo("{\"counts\":[{\"reason\":\"LATE_USAGE\",\"count\":\"2\"},"
                        + "{\"reason\":\"USAGE_WITHOUT_CHARGE\",\"count\":\"1\"}]}");
        assertThat(SERVER.newTenant().get("/api/billing/findings:count").ok().text())
                .isEqualTo("{\"counts\":[]}");
    }

    @Test
    void findings_are_listed_by_reason() {
        assertThat(list("")).hasSize(3);
        assertThat(list("?reason=USAGE_WITHOUT_CHARGE")).hasSize(1);
        assertThat(list("?reason=LATE_USAGE&customerId=conv-00"))
                .hasSize(2)
                .allMatch(each -> "LATE_USAGE".equals(each.path("reason").asText()));
        assertThat(list("?reason=PERIOD_WAIVED")).isEmpty();
    }

    @Test
    void usage_of_a_trial_is_free_and_found() {
        rest.post("/api/billing/customers", "{'customerId': 'bob', 'name': 'Bob'}")
                .ok();
        rest.post(
                        "/api/billing/subscriptions",
                        "{'customerId': 'bob', 'planId': 'assistant', 'startDate': '2023-12-01', 'trialDays': 7}")
                .ok();
        rest.post("/api/billing/usage", """
                {'events': [
                  {'eventId': 't1', 'customerId': 'bob', 'meterId': 'context-tokens', 'quantity': '5',
                   'occurredAt': '2023-12-02T00:00:00Z'}]}
                """).ok();
        assertThat(list("?reason=USAGE_IN_TRIAL")).hasSize(1);
    }

    private JsonNode list(String query) {
        return rest.get("/api/billing/findings" + query).ok().json().path("findings");
    }
}
