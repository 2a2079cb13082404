package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is billed once, over REST. */
class RestOneOffTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String ONE_OFFS = "/api/billing/oneOffs";
    private static final String OF_ADA = "/api/billing/customers/ada/oneOffs";
    private static final String PARTS = """
            {'customerId': 'ada', 'description': 'Parts', 'code': 'P-7', 'price': '12.50', 'currency': 'USD',
             'quantity': '3', 'idempotencyKey': 'order-4711'}
            """;

    private final Rest rest = SERVER.newTenant();
    private final Offers ada = Offers.in(rest);

    @Nested
    class A_charge {
        /** 3 × 12.50 are 37.50, and with 20.00 for December 57.50. */
        @Test
        void waits_for_the_next_document() {
            JsonNode parts = rest.post(ONE_OFFS, PARTS).ok().json();
            assertThat(amount(parts, "amount")).isEqualTo("37.50");
            assertThat(parts.path("quantity").asText()).isEqualTo("3");
            assertThat(parts.path("code").asText()).isEqualTo("P-7");
            assertThat(parts.path("subscriptionId").asText()).isEmpty();
            assertThat(parts.path("day").asText()).isEqualTo("2023-12-02");
            assertThat(parts.path("dueAt").asText()).isEqualTo("2023-12-02T00:00:00Z");
            assertThat(parts.path("pending").asBoolean()).isTrue();
            assertThat(parts.path("tax").path("category").asText()).isEqualTo("standard");
            assertThat(parts.path("derivation").path("explanation").toString()).contains("3 × 12.5 = 37.5");
            assertThat(rest.post(ONE_OFFS, PARTS).ok().json()).isEqualTo(parts);
            assertThat(pending()).containsExactly(parts);

            ada.subscribed("2023-12-02", "");
            rest.post("/api/billing/runs", "{'cutOff': '2023-12-02'}").ok();

            JsonNode invoice = ada.invoices().get(0);
            assertThat(amount(invoice, "total")).isEqualTo("57.50");
            assertThat(invoice.path("lines").get(1).path("oneOffId")).isEqualTo(parts.path("oneOffId"));
            JsonNode billed = shown(parts);
            assertThat(billed.path("pending").asBoolean()).isFalse();
            assertThat(billed.path("invoiceId")).isEqualTo(invoice.path("invoiceId"));
            assertThat(pending()).isEmpty();
            cancel(parts).refused(409, "ILLEGAL_TRANSITION", "oneOffId");
        }

        @Test
        void is_cancelled_while_it_waits() {
            JsonNode travel = add("Travel", "80.00");
            JsonNode canceled = cancel(travel).ok().json();
            assertThat(canceled.path("canceledAt").asText()).startsWith("2023-12-02T09:30:00.00");
            assertThat(canceled.path("pending").asBoolean()).isFalse();
            assertThat(cancel(travel).ok().json()).isEqualTo(canceled);
            assertThat(pending()).isEmpty();
            assertThat(list(OF_ADA)).containsExactly(canceled);
        }

        @Test
        void says_for_which_subscription_and_day_it_is_and_how_it_is_taxed() {
            ada.subscribed("2023-12-02", "");
            JsonNode charge = rest.post(
                            ONE_OFFS,
                            "{'customerId': 'ada', 'subscriptionId': 'ada', 'description': 'Hours', 'price': '0.0125',"
                                    + " 'currency': 'USD', 'quantity': '100.5', 'day': '2023-12-24',"
                                    + " 'dueAt': '2024-01-01T00:00:00Z',"
                                    + " 'tax': {'category': 'books', 'behavior': 'INCLUSIVE'}}")
                    .ok()
                    .json();
            // 100.5 × 0.0125 = 1.25625
            assertThat(amount(charge, "amount")).isEqualTo("1.26");
            assertThat(charge.path("subscriptionId").asText()).isEqualTo("ada");
            assertThat(charge.path("day").asText()).isEqualTo("2023-12-24");
            assertThat(charge.path("dueAt").asText()).isEqualTo("2024-01-01T00:00:00Z");
            assertThat(charge.path("tax").toString()).isEqualTo("{\"category\":\"books\",\"behavior\":\"INCLUSIVE\"}");
        }

        @Test
        void is_refused_at_the_field_to_blame() {
            rest.post(ONE_OFFS, PARTS).ok();
            rest.post(ONE_OFFS, PARTS.replace("'3'", "'4'")).refused(409, "IDEMPOTENCY_CONFLICT", "idempotencyKey");
            rest.post(ONE_OFFS, PARTS.replace("'ada'", "'eve'")).refused(404, "CUSTOMER_NOT_FOUND", "customerId");
            refused("'subscriptionId': 'nope'", 404, "SUBSCRIPTION_NOT_FOUND", "subscriptionId");
            refused("'day': '2024-12-03'", 400, "INVALID_DATE", "day");
            refused("'dueAt': '2024-12-03T00:00:00Z'", 400, "INVALID_DATE", "dueAt");
            refused("'tax': {'category': '?'}", 400, "INVALID_KEY", "tax.category");
            rest.get(ONE_OFFS + "/0190b6a1-7c00-7000-8000-000000000000").refused(404, "ONE_OFF_NOT_FOUND", "oneOffId");
        }

        private void refused(String more, int status, String code, String field) {
            rest.post(
                            ONE_OFFS,
                            "{'customerId': 'ada', 'description': 'X', 'price': '1', 'currency': 'USD', " + more + "}")
                    .refused(status, code, field);
        }
    }

    @Nested
    class Many {
        @Test
        void are_added_together() {
            JsonNode added = rest.post(
                            ONE_OFFS + ":addAll",
                            "{'oneOffs': [" + PARTS + ", {'customerId': 'ada',"
                                    + " 'description': 'Setting up', 'price': '50', 'currency': 'USD'}, " + PARTS
                                    + "]}")
                    .ok()
                    .json()
                    .path("oneOffs");
            assertThat(added).extracting(each -> amount(each, "amount")).containsExactly("37.50", "50.00", "37.50");
            assertThat(added.get(2)).isEqualTo(added.get(0));
            assertThat(pending()).containsExactly(added.get(0), added.get(1));
        }

        @Test
        void are_all_refused_for_the_first_to_blame() {
            rest.post(
                            ONE_OFFS + ":addAll",
                            "{'oneOffs': [" + PARTS + ", {'customerId': 'ada', 'description': 'Euro',"
                                    + " 'price': '50', 'currency': 'EUR'}]}")
                    .refused(400, "CURRENCY_MISMATCH", "oneOffs[1].price");
            rest.post(
                            ONE_OFFS + ":addAll",
                            "{'oneOffs': [" + PARTS + ", {'customerId': 'ada', 'description': 'Date',"
                                    + " 'price': '50', 'currency': 'USD', 'day': '2023-02-30'}]}")
                    .refused(400, "INVALID_DATE", "oneOffs[1].day");
            rest.post(ONE_OFFS + ":addAll", "{'oneOffs': []}").refused(400, "INVALID_BATCH", "oneOffs");
            assertThat(pending()).isEmpty();
        }

        @Test
        void are_listed_page_by_page() {
            List<JsonNode> added = List.of(add("A", "1"), add("B", "2"), add("C", "3"));
            assertThat(list(OF_ADA)).isEqualTo(added);
            assertThat(pending()).isEqualTo(added);
            assertThat(list("/api/billing/customers/eve/oneOffs")).isEmpty();
        }
    }

    @Nested
    class A_document_of_charges_alone {
        /** Of 80.00 and 50.00 the first is cancelled. */
        @Test
        void has_all_that_wait_and_is_made_once() {
            JsonNode travel = add("Travel", "80.00");
            JsonNode setUp = add("Setting up", "50.00");
            cancel(travel).ok();
            JsonNode preview = rest.post(OF_ADA + ":preview", "{}").ok().json();
            assertThat(amount(preview, "total")).isEqualTo("50.00");
            assertThat(preview.path("status").asText()).isEqualTo("DRAFT");
            assertThat(ada.invoices()).isEmpty();

            JsonNode invoice = rest.post(OF_ADA + ":bill", "{'idempotencyKey': 'ada-1'}")
                    .ok()
                    .json();

            assertThat(amount(invoice, "total")).isEqualTo("50.00");
            assertThat(invoice.path("invoiceNumber").asText()).isEqualTo("INV-202312-00001");
            assertThat(invoice.path("lines").get(0).path("oneOffId")).isEqualTo(setUp.path("oneOffId"));
            assertThat(rest.post(OF_ADA + ":bill", "{'idempotencyKey': 'ada-1'}")
                            .ok()
                            .json())
                    .isEqualTo(invoice);
            rest.post(OF_ADA + ":bill", "{}").refused(409, "NOTHING_DUE", "customerId");
            rest.post(OF_ADA + ":preview", "{}").refused(409, "NOTHING_DUE", "customerId");
        }

        @Test
        void has_those_that_are_named_also_before_they_are_due() {
            ada.subscribed("2023-12-02", "");
            JsonNode later = rest.post(
                            ONE_OFFS,
                            "{'customerId': 'ada', 'description': 'Later', 'price': '7', 'currency': 'USD',"
                                    + " 'dueAt': '2024-02-01T00:00:00Z'}")
                    .ok()
                    .json();
            add("Now", "5");
            String named = "{'oneOffs': ['" + later.path("oneOffId").asText() + "']";
            assertThat(amount(rest.post(OF_ADA + ":preview", named + "}").ok().json(), "total"))
                    .isEqualTo("7.00");
            rest.post(OF_ADA + ":bill", named + ", 'subscriptionId': 'ada'}").refused(400, "INVALID_BATCH", "oneOffs");
            assertThat(amount(rest.post(OF_ADA + ":bill", named + "}").ok().json(), "total"))
                    .isEqualTo("7.00");
            rest.post(OF_ADA + ":bill", named + "}").refused(409, "ILLEGAL_TRANSITION", "oneOffs");
            rest.post(OF_ADA + ":bill", "{'oneOffs': ['0190b6a1-7c00-7000-8000-000000000000']}")
                    .refused(404, "ONE_OFF_NOT_FOUND", "oneOffs");
            rest.post(OF_ADA + ":bill", "{'oneOffs': ['7']}").refused(400, "INVALID_KEY", "oneOffs[0]");
        }
    }

    private JsonNode add(String description, String price) {
        return rest.post(
                        ONE_OFFS,
                        "{'customerId': 'ada', 'description': '" + description + "', 'price': '" + price
                                + "', 'currency': 'USD'}")
                .ok()
                .json();
    }

    private JsonNode shown(JsonNode charge) {
        return rest.get(ONE_OFFS + "/" + charge.path("oneOffId").asText()).ok().json();
    }

    private Rest.Answer cancel(JsonNode charge) {
        return rest.post(ONE_OFFS + "/" + charge.path("oneOffId").asText() + ":cancel", "{}");
    }

    private List<JsonNode> pending() {
        return list(ONE_OFFS + ":pending");
    }

    /** Two by two. */
    private List<JsonNode> list(String path) {
        List<JsonNode> seen = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = rest.get(path + "?pageSize=2" + token).ok().json();
            page.path("oneOffs").forEach(seen::add);
            token = "&pageToken=" + page.path("nextPageToken").asText();
        } while (!token.equals("&pageToken="));
        return seen;
    }

    private static String amount(JsonNode message, String field) {
        return message.path(field).path("amount").asText();
    }
}
