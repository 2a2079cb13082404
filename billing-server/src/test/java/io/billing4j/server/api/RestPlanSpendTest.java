package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A plan with terms of its own over REST: 30.00 in arrears, calls at 1.00; 100.00, beyond that 1.5 times, at most 150.00. */
class RestPlanSpendTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String PLAN = """
            {'planId': 'api', 'name': 'API', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges': [
              {'chargeId': 'fee', 'description': 'Fee', 'timing': 'IN_ARREARS', 'price': {'flat': {'amount': '30'}}},
              {'chargeId': 'calls', 'description': 'Calls', 'meterId': 'calls', 'price': {'perUnit': {'unitAmount': '1'}}},
              {'chargeId': 'spend', 'description': 'Minimum', 'price': {'spend': {}},
               'terms': {'commitment': {'amount': '100', 'overageFactor': '1.5'}, 'maximum': '150'}}]}
            """;

    private Rest rest = SERVER.nobody();

    @BeforeEach
    void load() {
        rest = SERVER.newTenant();
        rest.post("/api/billing/meters", "{'meterId': 'calls', 'aggregation': 'SUM'}")
                .ok();
        rest.post("/api/billing/plans", PLAN).ok();
        rest.post("/api/billing/customers", "{'customerId': 'ada', 'name': 'Ada'}")
                .ok();
        rest.post("/api/billing/subscriptions", "{'customerId': 'ada', 'planId': 'api', 'startDate': '2023-11-01'}")
                .ok();
    }

    @Test
    void comes_back_as_it_was_set_and_is_in_arrears() {
        JsonNode spend =
                rest.get("/api/billing/plans/api").ok().json().path("charges").get(2);

        assertThat(spend.path("price").toString()).isEqualTo("{\"spend\":{}}");
        assertThat(spend.path("timing").asText()).isEqualTo("IN_ARREARS");
        assertThat(spend.path("terms").path("maximum").asText()).isEqualTo("150");
    }

    @Test
    void asks_for_what_is_missing_and_says_to_what() {
        JsonNode lines = billed("40");

        assertThat(amounts(lines)).containsExactly("40.00", "30.00", "30.00");
        JsonNode missing = lines.get(2);
        assertThat(missing.path("chargeId").asText()).isEqualTo("spend");
        assertThat(missing.path("kind").asText()).isEqualTo("TRUE_UP");
        assertThat(missing.path("quantity").asText()).isEqualTo("70");
        assertThat(missing.path("derivation").path("parts").toString())
                .isEqualTo(
                        "[{\"dimensions\":{\"charge\":\"calls\",\"plan\":\"api v1\"},\"quantity\":\"40\",\"count\":\"1\"},"
                                + "{\"dimensions\":{\"charge\":\"fee\",\"plan\":\"api v1\"},\"quantity\":\"30\",\"count\":\"1\"}]");
        assertThat(missing.path("derivation").has("left")).isFalse();
    }

    @Test
    void shows_what_is_left_to_a_line_that_it_changes() {
        // 70 are left of the commitment: 70 + 10 × 1.5
        JsonNode calls = billed("80").get(0);

        assertThat(calls.path("amount").path("amount").asText()).isEqualTo("85.00");
        JsonNode left = calls.path("derivation").path("left");
        assertThat(left.path("commitment").path("amount").asText()).isEqualTo("70.00");
        assertThat(left.path("overageFactor").asText()).isEqualTo("1.5");
        assertThat(left.has("maximum")).isFalse();
        assertThat(calls.path("contentHash").asText()).startsWith("07");
    }

    @Test
    void shows_what_the_maximum_leaves() {
        JsonNode calls = billed("200").get(0);

        assertThat(calls.path("amount").path("amount").asText()).isEqualTo("120.00");
        JsonNode left = calls.path("derivation").path("left");
        assertThat(left.path("maximum").path("amount").asText()).isEqualTo("120.00");
        assertThat(left.has("commitment") || left.has("overageFactor")).isFalse();
    }

    private JsonNode billed(String calls) {
        rest.post(
                        "/api/billing/usage",
                        "{'events': [{'eventId': 'e', 'customerId': 'ada', 'meterId': 'calls', 'quantity': '" + calls
                                + "', 'occurredAt': '2023-11-20T12:00:00Z'}]}")
                .ok();
        rest.post("/api/billing/runs", "{'cutOff': '2023-12-01'}").ok();
        JsonNode invoices = rest.get("/api/billing/invoices").ok().json().path("invoices");
        assertThat(invoices).hasSize(1);
        String id = invoices.get(0).path("invoiceId").asText();
        assertThat(rest.get("/api/billing/invoices/" + id + ":verify").ok().text())
                .isEqualTo("{\"faults\":[]}");
        return invoices.get(0).path("lines");
    }

    private static List<String> amounts(JsonNode lines) {
        List<String> amounts = new ArrayList<>();
        lines.forEach(line -> amounts.add(line.path("amount").path("amount").asText()));
        return amounts;
    }
}
