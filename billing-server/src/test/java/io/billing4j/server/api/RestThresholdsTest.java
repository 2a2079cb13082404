package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Usage that is billed over REST before its period ends. */
class RestThresholdsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String PLAN = """
            {'planId': 'api', 'name': 'API', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges': [
              {'chargeId': 'calls', 'description': 'Calls', 'meterId': 'calls',
               'price': {'perUnit': {'unitAmount': '0.50'}}}], 'thresholds': %s}
            """;

    private Rest rest = SERVER.nobody();

    @BeforeEach
    void load() {
        rest = SERVER.newSandbox();
        rest.post("/api/billing/meters", "{'meterId': 'calls', 'aggregation': 'SUM'}")
                .ok();
    }

    @Test
    void a_plan_shows_its_amounts() {
        rest.post("/api/billing/plans", PLAN.formatted("{'amounts': ['40', '60.5'], 'every': '100'}"))
                .ok();

        assertThat(rest.get("/api/billing/plans/api")
                        .ok()
                        .json()
                        .path("thresholds")
                        .toString())
                .isEqualTo("{\"amounts\":[\"40\",\"60.5\"],\"every\":\"100\"}");
    }

    @Test
    void amounts_that_do_not_rise_are_refused() {
        rest.post("/api/billing/plans", PLAN.formatted("{'amounts': ['60', '40']}"))
                .refused(400, "INVALID_TERMS", "thresholds.amounts[1]");
        rest.post("/api/billing/plans", PLAN.formatted("{'amounts': ['a lot']}"))
                .refused(400, "INVALID_NUMBER", "thresholds.amounts[0]");
        rest.post("/api/billing/plans", PLAN.formatted("{}")).refused(400, "INVALID_TERMS", "thresholds.amounts");
    }

    /** 90 × 0.50 = 45.00, counted until the microsecond after the run's instant. */
    @Test
    void a_line_says_until_when_usage_was_counted() {
        rest.post("/api/billing/plans", PLAN.formatted("{'amounts': ['40']}")).ok();
        rest.post("/api/billing/customers", "{'customerId': 'ada', 'name': 'Ada'}")
                .ok();
        rest.post("/api/billing/subscriptions", "{'customerId': 'ada', 'planId': 'api', 'startDate': '2023-12-02'}")
                .ok();
        advance("2023-12-10T00:00:00Z");
        rest.post("/api/billing/usage", """
                {'events': [{'eventId': 'e1', 'customerId': 'ada', 'meterId': 'calls', 'quantity': '90',
                  'occurredAt': '2023-12-09T00:00:00Z'}]}
                """).ok();
        advance("2023-12-11T00:00:00Z");

        JsonNode invoices = rest.get("/api/billing/invoices").ok().json().path("invoices");
        assertThat(invoices).hasSize(1);
        JsonNode line = invoices.get(0).path("lines").get(0);
        assertThat(line.path("amount").path("amount").asText()).isEqualTo("45.00");
        assertThat(line.path("derivation").path("countedUntil").asText()).isEqualTo("2023-12-10T00:00:00.000001Z");
    }

    /** 90 × 0.50 = 45.00, with no run in between. */
    @Test
    void what_has_reached_an_amount_is_billed_when_asked_for() {
        rest.post("/api/billing/plans", PLAN.formatted("{'amounts': ['40']}")).ok();
        rest.post("/api/billing/customers", "{'customerId': 'ada', 'name': 'Ada'}")
                .ok();
        rest.post("/api/billing/subscriptions", "{'customerId': 'ada', 'planId': 'api', 'startDate': '2023-12-02'}")
                .ok();
        rest.post("/api/billing/runs", "{'cutOff': '2023-12-02'}").ok();
        rest.post("/api/billing/clock:set", "{'to': '2023-12-10T00:00:00Z'}").ok();
        rest.post("/api/billing/usage", """
                {'events': [{'eventId': 'e1', 'customerId': 'ada', 'meterId': 'calls', 'quantity': '90',
                  'occurredAt': '2023-12-09T00:00:00Z'}]}
                """).ok();

        assertThat(rest.post("/api/billing/runs:billReached", "{}").ok().text()).isEqualTo("{\"documents\":1}");
        JsonNode invoices = rest.get("/api/billing/invoices").ok().json().path("invoices");
        assertThat(invoices).hasSize(1);
        assertThat(invoices.get(0).path("total").path("amount").asText()).isEqualTo("45.00");
        assertThat(rest.post("/api/billing/runs:billReached", "{}").ok().text()).isEqualTo("{\"documents\":0}");
    }

    private void advance(String to) {
        rest.post("/api/billing/clock:advance", "{'to': '" + to + "'}").ok();
    }
}
