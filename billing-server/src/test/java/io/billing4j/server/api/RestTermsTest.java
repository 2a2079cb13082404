package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** November's usage, billed over REST under terms. */
class RestTermsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String PLAN = """
            {'planId': 'api', 'name': 'API', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges': [
              {'chargeId': 'calls', 'description': 'Calls', 'meterId': 'calls', 'proration': 'BY_DAY',
               'price': {'graduated': {'tiers': [{'upTo': '100', 'unitAmount': '0.50'}, {'unitAmount': '0.25'}]}},
               'terms': {'conversion': {'divisor': '1000', 'rounding': 'UP'}, 'includedUnits': '10',
                 'discountPercent': '10', 'commitment': {'amount': '100', 'overageFactor': '1.5'}, 'maximum': '500'}}]}
            """;

    private Rest rest = SERVER.nobody();

    @BeforeEach
    void load() {
        rest = SERVER.newTenant();
        rest.post("/api/billing/meters", "{'meterId': 'calls', 'aggregation': 'SUM'}")
                .ok();
        rest.post("/api/billing/plans", PLAN).ok();
    }

    /**
     * 123,456 are 124 thousands, 114 beyond those included: 100 × 0.50 + 14 × 0.25 = 53.50, less 10 % = 48.15; 51.85 is
     * missing to 100, or for the half of November 1.85 to 50.
     *
     * <p>1,000,400 are 1,001, so 991: 50.00 + 891 × 0.25 = 272.75, less 10 % = 245.475, of which 145.475 beyond 100 count one
     * and a half times: 318.2125. 3,000,000 would be 992.875 and come to the maximum, or half of it.
     */
    @ParameterizedTest(name = "{1} since {0}: {2}")
    @CsvSource({
        "2023-11-01, 123456, 48.15 51.85",
        "2023-11-16, 123456, 48.15 1.85",
        "2023-11-01, 1000400, 318.21",
        "2023-11-01, 3000000, 500.00",
        "2023-11-16, 3000000, 250.00",
        "2023-11-01, 0, 0.00 100.00",
    })
    void a_line_comes_to_what_its_terms_say(String since, String quantity, String expected) {
        List<String> amounts = new ArrayList<>();
        for (JsonNode line : billed(since, quantity).path("lines")) {
            amounts.add(line.path("amount").path("amount").asText());
        }
        // A line of nothing is not kept.
        assertThat(amounts)
                .containsExactly(expected.replace("0.00 100.00", "100.00").split(" "));
    }

    @Test
    void what_is_missing_to_a_commitment_is_a_line_of_its_own() {
        JsonNode lines = billed("2023-11-16", "123456").path("lines");
        JsonNode charge = lines.get(0);
        JsonNode trueUp = lines.get(1);
        assertThat(charge.path("kind").asText()).isEqualTo("USAGE");
        assertThat(charge.path("derivation").path("part").asText()).isEqualTo("CHARGE");
        assertThat(trueUp.path("kind").asText()).isEqualTo("TRUE_UP");
        assertThat(trueUp.path("derivation").path("part").asText()).isEqualTo("TRUE_UP");
        assertThat(trueUp.path("derivation").path("share").toString()).isEqualTo("{\"part\":\"15\",\"whole\":\"30\"}");
        assertThat(trueUp.path("derivation").path("exactAmount").asText()).isEqualTo("53.5");
        assertThat(trueUp.path("derivation").path("terms"))
                .isEqualTo(rest.get("/api/billing/plans/api")
                        .ok()
                        .json()
                        .path("charges")
                        .get(0)
                        .path("terms"));
        assertThat(charge.path("contentHash").asText()).matches("01[0-9a-f]{64}");
        assertThat(trueUp.path("contentHash").asText())
                .matches("01[0-9a-f]{64}")
                .isNotEqualTo(charge.path("contentHash").asText());
    }

    @Test
    void a_line_shows_the_parts_that_its_price_looks_at() {
        rest.post(
                        "/api/billing/meters",
                        "{'meterId': 'stored', 'aggregation': 'MAX', 'window': 'DAY', 'groupBy': ['region']}")
                .ok();
        rest.post("/api/billing/plans", """
                {'planId': 'store', 'name': 'Store', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges': [
                  {'chargeId': 'stored', 'description': 'Stored', 'meterId': 'stored', 'price': {'matrix': {
                    'dimensions': ['region'], 'cells': [{'values': ['eu'], 'price': {'perUnit': {'unitAmount': '0.10'}}}],
                    'otherwise': {'perUnit': {'unitAmount': '0.20'}}}}}]}
                """).ok();
        subscribe("store", "2023-11-01");
        // Daily maxima: eu 70 on the 3rd and 30 on the 4th, elsewhere 50 on the 3rd: 100 x 0.10 + 50 x 0.20 = 20.00.
        rest.post(
                        "/api/billing/usage",
                        "{'events': ["
                                + event("e1", "stored", "70", "2023-11-03T08:00:00Z", "'region': 'eu'") + ","
                                + event("e2", "stored", "60", "2023-11-03T09:00:00Z", "'region': 'eu'") + ","
                                + event("e3", "stored", "30", "2023-11-04T00:00:00Z", "'region': 'eu'") + ","
                                + event("e4", "stored", "50", "2023-11-03T08:00:00Z", "") + "]}")
                .ok();
        JsonNode line = run().path("lines").get(0);
        assertThat(line.path("amount").path("amount").asText()).isEqualTo("20.00");
        List<String> parts = new ArrayList<>();
        line.path("derivation").path("parts").forEach(part -> parts.add(part.toString()));
        assertThat(parts)
                .containsExactlyInAnyOrder(
                        "{\"dimensions\":{\"region\":\"eu\"},\"quantity\":\"70\",\"count\":\"2\"}",
                        "{\"dimensions\":{\"region\":\"eu\"},\"quantity\":\"30\",\"count\":\"1\"}",
                        "{\"dimensions\":{},\"quantity\":\"50\",\"count\":\"1\"}");
    }

    @Test
    void a_step_shows_what_it_asks_for_at_most() {
        rest.post("/api/billing/plans", """
                {'planId': 'capped', 'name': 'Capped', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges': [
                  {'chargeId': 'calls', 'description': 'Calls', 'meterId': 'calls', 'price': {'graduated': {'tiers': [
                    {'upTo': '100', 'unitAmount': '1', 'maximum': '40'}, {'unitAmount': '0.5'}]}}}]}
                """).ok();
        subscribe("capped", "2023-11-01");
        report("120");
        JsonNode line = run().path("lines").get(0);
        // 100 x 1 at most 40, and 20 x 0.5.
        assertThat(line.path("amount").path("amount").asText()).isEqualTo("50.00");
        assertThat(line.path("derivation").path("steps").get(0).path("atMost").asText())
                .isEqualTo("40");
        assertThat(line.path("derivation").path("steps").get(1).has("atMost")).isFalse();
    }

    @Test
    void a_price_of_the_hosts_is_computed_and_proven_by_its_function() {
        rest.post("/api/billing/plans", """
                {'planId': 'square', 'name': 'Square', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges': [
                  {'chargeId': 'calls', 'description': 'Calls', 'meterId': 'calls',
                   'price': {'custom': {'name': 'squared', 'version': 2, 'parameters': {'rate': '0.5'}}}}]}
                """).ok();
        subscribe("square", "2023-11-01");
        report("3");
        JsonNode invoice = run();
        assertThat(invoice.path("total").path("amount").asText()).isEqualTo("4.50");
        assertThat(rest.get("/api/billing/invoices/" + invoice.path("invoiceId").asText() + ":verify")
                        .ok()
                        .text())
                .isEqualTo("{\"faults\":[]}");
    }

    private JsonNode billed(String since, String quantity) {
        subscribe("api", since);
        report(quantity);
        return run();
    }

    private void subscribe(String plan, String since) {
        rest.post("/api/billing/customers", "{'customerId': 'ada', 'name': 'Ada'}")
                .ok();
        rest.post(
                        "/api/billing/subscriptions",
                        "{'customerId': 'ada', 'planId': '" + plan + "', 'startDate': '" + since
                                + "', 'anchorDate': '2023-11-01'}")
                .ok();
    }

    private void report(String quantity) {
        rest.post(
                        "/api/billing/usage",
                        "{'events': [" + event("e", "calls", quantity, "2023-11-20T12:00:00Z", "") + "]}")
                .ok();
    }

    private static String event(String id, String meter, String quantity, String at, String properties) {
        return "{'eventId': '" + id + "', 'customerId': 'ada', 'meterId': '" + meter + "', 'quantity': '" + quantity
                + "', 'occurredAt': '" + at + "', 'properties': {" + properties + "}}";
    }

    /** The one document of a run over November. */
    private JsonNode run() {
        rest.post("/api/billing/runs", "{'cutOff': '2023-12-01'}").ok();
        JsonNode invoices = rest.get("/api/billing/invoices").ok().json().path("invoices");
        assertThat(invoices).hasSize(1);
        return invoices.get(0);
    }
}
