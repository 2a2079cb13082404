package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the books owe customers, over REST. */
class RestBalanceTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String BALANCE = "/api/billing/customers/ada/balance";
    private static final String GIFT =
            "{'amount': {'amount': '45.00', 'currency': 'USD'}, 'memo': 'Outage', 'idempotencyKey': 'ticket-4711'}";

    private final Rest rest = SERVER.newTenant();
    private final Offers ada = Offers.in(rest);

    @Nested
    class A_balance {
        /** Of the 45.00 December's 20.00 are paid, and of the 25.00 that are left 10.00 are paid out. */
        @Test
        void is_given_to_pays_documents_and_is_paid_out() {
            assertThat(balance()).isEqualTo("0.00");
            rest.post(BALANCE + ":adjust", GIFT).ok();
            ada.subscribed("2023-12-02", "");
            rest.post("/api/billing/runs", "{'cutOff': '2023-12-02'}").ok();
            rest.post(BALANCE + ":payOut", "{'amount': {'amount': '10', 'currency': 'USD'}, 'memo': 'By phone'}")
                    .ok();

            JsonNode invoice = ada.invoices().get(0);
            assertThat(amount(invoice, "credit")).isEqualTo("20.00");
            assertThat(amount(invoice, "total")).isEqualTo("0.00");
            assertThat(balance()).isEqualTo("15.00");
            List<JsonNode> entries = entries("?pageSize=1000");
            assertThat(entries)
                    .extracting(RestBalanceTest::shown)
                    .containsExactly(
                            "ADJUSTMENT: ADJUSTMENTS to BALANCE 45.00, then 45.00, Outage",
                            "DOCUMENT: BALANCE to DOCUMENTS 20.00, then 25.00, ",
                            "PAY_OUT: BALANCE to REFUNDS 10.00, then 15.00, By phone");
            assertThat(entries.get(1).path("invoiceId")).isEqualTo(invoice.path("invoiceId"));
            assertThat(entries.get(1).path("recordedAt")).isEqualTo(invoice.path("recordedAt"));
            assertThat(entries.get(0).path("invoiceId").asText()).isEmpty();
            assertThat(entries.get(0).path("customerId").asText()).isEqualTo("ada");
            assertThat(entries.get(0).path("number").asInt()).isEqualTo(1);
        }

        @Test
        void is_moved_once_by_the_same_request_with_the_same_key() {
            JsonNode entry = rest.post(BALANCE + ":adjust", GIFT).ok().json();
            assertThat(rest.post(BALANCE + ":adjust", GIFT).ok().json()).isEqualTo(entry);
            assertThat(balance()).isEqualTo("45.00");
            rest.post(BALANCE + ":adjust", GIFT.replace("45.00", "46.00"))
                    .refused(409, "IDEMPOTENCY_CONFLICT", "idempotencyKey");
            rest.post(BALANCE + ":payOut", GIFT).refused(409, "IDEMPOTENCY_CONFLICT", "idempotencyKey");
        }

        /** Twice 10^24 − 1; each answer is held to the OpenAPI document. */
        @Test
        void may_have_more_digits_than_a_request() {
            String most = "{'amount': {'amount': '999999999999999999999999', 'currency': 'USD'}, 'memo': 'Much'}";
            rest.post(BALANCE + ":adjust", most).ok();
            rest.post(BALANCE + ":adjust", most).ok();

            assertThat(balance()).isEqualTo("1999999999999999999999998.00");
            assertThat(entries("?pageSize=1000")).hasSize(2);
        }

        @Test
        void holds_what_is_taken_from_it() {
            rest.post(BALANCE + ":adjust", GIFT).ok();
            rest.post(BALANCE + ":payOut", "{'amount': {'amount': '45.01', 'currency': 'USD'}, 'memo': 'All'}")
                    .refused(409, "INSUFFICIENT_BALANCE", "amount");
            rest.post(BALANCE + ":adjust", "{'amount': {'amount': '-45.01', 'currency': 'USD'}, 'memo': 'All'}")
                    .refused(409, "INSUFFICIENT_BALANCE", "amount");
            rest.post(BALANCE + ":adjust", "{'amount': {'amount': '-45.00', 'currency': 'USD'}, 'memo': 'All'}")
                    .ok();
            assertThat(balance()).isEqualTo("0.00");
        }

        @Test
        void is_of_a_customer() {
            rest.get("/api/billing/customers/eve/balance").refused(404, "CUSTOMER_NOT_FOUND", "customerId");
            rest.post("/api/billing/customers/eve/balance:adjust", GIFT)
                    .refused(404, "CUSTOMER_NOT_FOUND", "customerId");
            assertThat(rest.get("/api/billing/customers/eve/balance/entries")
                            .ok()
                            .json()
                            .path("entries"))
                    .isEmpty();
        }
    }

    @Nested
    class Entries {
        @Test
        void come_page_by_page_the_oldest_first() {
            for (int i = 1; i <= 5; i++) {
                rest.post(BALANCE + ":adjust", "{'amount': {'amount': '" + i + "', 'currency': 'USD'}, 'memo': 'm'}")
                        .ok();
            }
            List<String> seen = new ArrayList<>();
            String token = "";
            do {
                JsonNode page =
                        rest.get(BALANCE + "/entries?pageSize=2" + token).ok().json();
                page.path("entries").forEach(entry -> seen.add(amount(entry, "balanceAfter")));
                token = "&pageToken=" + page.path("nextPageToken").asText();
            } while (!token.equals("&pageToken="));
            assertThat(seen).containsExactly("1.00", "3.00", "6.00", "10.00", "15.00");
        }

        @Test
        void have_tokens_of_their_own() {
            String token = rest.get("/api/billing/plans?pageSize=1")
                    .ok()
                    .json()
                    .path("nextPageToken")
                    .asText();
            rest.get(BALANCE + "/entries?pageToken=" + token).refused(400, "INVALID_KEY", "pageToken");
        }
    }

    @Nested
    class Looking_for_differences {
        @Test
        void goes_over_all_customers_page_by_page() {
            rest.post("/api/billing/customers", "{'customerId': 'bob', 'name': 'Bob'}")
                    .ok();
            rest.post(BALANCE + ":adjust", GIFT).ok();
            JsonNode first =
                    rest.get("/api/billing/balances:check?pageSize=1").ok().json();
            assertThat(first.path("differences")).isEmpty();
            assertThat(first.path("differences").isArray()).isTrue();
            JsonNode second = rest.post(
                            "/api/billing/balances:reconcile",
                            "{'pageSize': 2, 'pageToken': '"
                                    + first.path("nextPageToken").asText() + "'}")
                    .ok()
                    .json();
            assertThat(second.path("differences")).isEmpty();
            assertThat(second.path("nextPageToken").asText()).isEmpty();
            assertThat(rest.get("/api/billing/balances:check").ok().text())
                    .isEqualTo("{\"differences\":[],\"nextPageToken\":\"\"}");
        }
    }

    private String balance() {
        JsonNode balance = rest.get(BALANCE).ok().json();
        assertThat(balance.path("customerId").asText()).isEqualTo("ada");
        return amount(balance, "balance");
    }

    private List<JsonNode> entries(String query) {
        List<JsonNode> entries = new ArrayList<>();
        rest.get(BALANCE + "/entries" + query).ok().json().path("entries").forEach(entries::add);
        return entries;
    }

    private static String shown(JsonNode entry) {
        return entry.path("cause").asText() + ": " + entry.path("debit").asText() + " to "
                + entry.path("credit").asText() + " " + amount(entry, "amount") + ", then "
                + amount(entry, "balanceAfter") + ", " + entry.path("memo").asText();
    }

    private static String amount(JsonNode message, String field) {
        return message.path(field).path("amount").asText();
    }
}
