package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How things stand with a customer, a subscription's documents and runs, over REST. */
class RestStatusTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private final Rest rest = SERVER.newTenant();
    private final Offers ada = Offers.in(rest);

    /** 5.00 are given after December's 20.00 were billed. */
    @Test
    void a_customer_has_subscriptions_a_balance_what_waits_and_a_last_invoice() {
        ada.subscribed("2023-12-02", "");
        rest.post("/api/billing/runs", "{'cutOff': '2023-12-02'}").ok();
        rest.post(
                        "/api/billing/customers/ada/balance:adjust",
                        "{'amount': {'amount': '5', 'currency': 'USD'}, 'memo': 'Thanks'}")
                .ok();
        JsonNode parts = rest.post(
                        "/api/billing/oneOffs",
                        "{'customerId': 'ada', 'description': 'Parts', 'price': '37.50', 'currency': 'USD'}")
                .ok()
                .json();

        JsonNode status = rest.get("/api/billing?customerId=ada").ok().json();

        assertThat(status.path("customer"))
                .isEqualTo(rest.get("/api/billing/customers/ada").ok().json());
        assertThat(status.path("balance").path("amount").asText()).isEqualTo("5.00");
        assertThat(status.path("subscriptions"))
                .isEqualTo(rest.get("/api/billing/subscriptions?customerId=ada")
                        .ok()
                        .json()
                        .path("subscriptions"));
        assertThat(status.path("subscriptions")).hasSize(1);
        assertThat(status.path("pendingOneOffs")).containsExactly(parts);
        assertThat(status.path("lastInvoice")).isEqualTo(ada.invoices().get(0));
    }

    @Test
    void a_new_customer_has_nothing() {
        JsonNode status = rest.get("/api/billing?customerId=ada").ok().json();
        assertThat(status.path("balance").path("amount").asText()).isEqualTo("0.00");
        assertThat(status.path("subscriptions")).isEmpty();
        assertThat(status.path("pendingOneOffs")).isEmpty();
        assertThat(status.has("lastInvoice")).isFalse();
    }

    @Test
    void a_status_is_of_somebody() {
        rest.get("/api/billing").refused(400, "MISSING_FIELD", "customerId");
        rest.get("/api/billing?customerId=eve").refused(404, "CUSTOMER_NOT_FOUND", "customerId");
        SERVER.nobody().get("/api/billing?customerId=ada").refused(401, "UNAUTHENTICATED", "");
    }

    /** The period from 15 November on is billed, the one from 15 December on is not. */
    @Test
    void a_subscription_is_covered_by_its_documents() {
        ada.subscribed("2023-11-15", "");
        String coverage =
                "/api/billing/subscriptions/ada:validateCoverage?start=2023-11-01T00:00:00Z&end=2024-01-01T00:00:00Z";
        assertThat(problems(coverage))
                .isEqualTo("[{\"kind\":\"GAP\",\"start\":\"2023-11-15T00:00:00Z\",\"end\":\"2024-01-01T00:00:00Z\"}]");
        rest.post("/api/billing/runs", "{'cutOff': '2023-12-02'}").ok();
        assertThat(problems(coverage))
                .isEqualTo("[{\"kind\":\"GAP\",\"start\":\"2023-12-15T00:00:00Z\",\"end\":\"2024-01-01T00:00:00Z\"}]");
        assertThat(problems(coverage.replace("2024-01-01", "2023-12-15"))).isEqualTo("[]");
        rest.get(coverage.replace("2024-01-01", "2023-11-01")).refused(400, "INVALID_PERIOD", "end");
        rest.get(coverage.replace("/ada:", "/eve:")).refused(404, "SUBSCRIPTION_NOT_FOUND", "subscriptionId");
    }

    @Test
    void a_run_is_found_by_its_cut_off() {
        ada.subscribed("2023-12-02", "");
        JsonNode run =
                rest.post("/api/billing/runs", "{'cutOff': '2023-12-02'}").ok().json();
        assertThat(rest.get("/api/billing/runs:find?cutOff=2023-12-02").ok().json())
                .isEqualTo(run);
        assertThat(rest.get("/api/billing/runs:find?cutOff=2023-12-02T01:00:00%2B01:00")
                        .ok()
                        .json())
                .isEqualTo(run);
        rest.get("/api/billing/runs:find?cutOff=2023-12-01").refused(404, "RUN_NOT_FOUND", "cutOff");
        rest.get("/api/billing/runs:find").refused(400, "MISSING_FIELD", "cutOff");
    }

    private String problems(String path) {
        return rest.get(path).ok().json().path("problems").toString();
    }
}
