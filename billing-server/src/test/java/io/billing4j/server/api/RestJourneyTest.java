package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestJourneyTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private Rest rest = SERVER.nobody();

    @BeforeEach
    void load() {
        rest = SERVER.newTenant();
        Example.load(rest);
    }

    @Nested
    class From_plan_to_invoice {
        @Test
        void a_run_bills_the_fee_in_advance_and_the_usage_of_the_month_before() {
            assertThat(rest.post("/api/billing/usage", Example.USAGE)
                            .ok()
                            .json()
                            .path("recorded")
                            .asInt())
                    .isEqualTo(2);
            rest.post("/api/billing/runs", "{'cutOff': '2023-11-01'}").ok();
            JsonNode run = rest.post("/api/billing/runs", "{'cutOff': '2023-12-01'}")
                    .ok()
                    .json();
            assertThat(run.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(run.path("invoices").asText()).isEqualTo("1");

            JsonNode list = rest.get("/api/billing/invoices?customerId=conv-00&pageSize=500")
                    .ok()
                    .json();
            assertThat(list.path("nextPageToken").isTextual()).isTrue();
            assertThat(list.path("nextPageToken").asText()).isEmpty();
            assertThat(list.path("invoices")).hasSize(2);
            JsonNode december = list.path("invoices").get(1);
            assertThat(december.path("invoiceNumber").asText()).isEqualTo("INV-202312-00001");
            assertThat(december.path("customerId").asText()).isEqualTo("conv-00");
            assertThat(december.path("periodStart").asText()).isEqualTo("2023-12-01T00:00:00Z");
            assertThat(december.path("periodEnd").asText()).isEqualTo("2024-01-01T00:00:00Z");
            assertThat(december.path("total").toString()).isEqualTo("{\"amount\":\"150.74\",\"currency\":\"USD\"}");
            assertThat(amounts(december)).containsExactlyInAnyOrder("66.12", "64.62", "20.00");
        }

        @Test
        void a_line_shows_how_its_amount_came_about() {
            rest.post("/api/billing/usage", Example.USAGE).ok();
            rest.post("/api/billing/runs", "{'cutOff': '2023-12-01'}").ok();
            JsonNode line = rest.get("/api/billing/invoices")
                    .ok()
                    .json()
                    .path("invoices")
                    .get(1)
                    .path("lines")
                    .get(0);
            assertThat(line.path("kind").asText()).isEqualTo("USAGE");
            assertThat(line.path("planId").asText()).isEqualTo("assistant");
            assertThat(line.path("planVersion").asInt()).isEqualTo(1);
            assertThat(line.path("quantity").asText()).isEqualTo("561200");
            assertThat(line.path("serviceStart").asText()).isEqualTo("2023-11-01T00:00:00Z");
            JsonNode derivation = line.path("derivation");
            assertThat(derivation.path("exactAmount").asText()).isEqualTo("66.12");
            assertThat(derivation.path("aggregation").asText()).isEqualTo("SUM");
            assertThat(derivation.path("steps")).hasSize(3);
            assertThat(derivation.path("explanation"))
                    .extracting(JsonNode::asText)
                    .containsExactly(
                            "561200 context-tokens: the sum of 1 report from 2023-11-01 to 2023-11-30 (UTC).",
                            "100000 × 0 = 0",
                            "400000 × 0.00015 = 60",
                            "61200 × 0.0001 = 6.12",
                            "66.12 USD, rounded half up: 66.12 USD.");
        }

        @Test
        void asking_again_bills_nothing_twice() {
            rest.post("/api/billing/usage", Example.USAGE).ok();
            rest.post("/api/billing/runs", "{'cutOff': '2023-12-01T00:00:00Z'}").ok();
            String first = rest.get("/api/billing/invoices").ok().text();
            JsonNode again = rest.post("/api/billing/usage", Example.USAGE).ok().json();
            assertThat(again.path("recorded").asInt()).isZero();
            assertThat(again.path("duplicates").asInt()).isEqualTo(2);
            JsonNode run = rest.post("/api/billing/runs", "{'cutOff': '2023-12-01'}")
                    .ok()
                    .json();
            assertThat(rest.get("/api/billing/invoices").ok().text()).isEqualTo(first);
            assertThat(rest.get("/api/billing/runs/" + run.path("runId").asText())
                            .ok()
                            .json())
                    .isEqualTo(run);
            assertThat(rest.get("/api/billing/runs").ok().json().path("runs")).hasSize(1);
        }
    }

    @Nested
    class One_document {
        @Test
        void goes_from_preview_to_void() {
            String period = "{'subscriptionId': 'conv-00', 'periodStart': '2023-11-01T00:00:00Z',"
                    + " 'periodEnd': '2023-12-01T00:00:00Z'}";
            JsonNode preview = rest.post("/api/billing/invoices:preview", period)
                    .ok()
                    .json()
                    .path("invoice");
            assertThat(preview.path("total").path("amount").asText()).isEqualTo("20.00");
            assertThat(rest.get("/api/billing/invoices").ok().json().path("invoices"))
                    .isEmpty();

            JsonNode draft =
                    rest.post("/api/billing/invoices", period).ok().json().path("invoice");
            assertThat(draft.path("status").asText()).isEqualTo("DRAFT");
            assertThat(draft.path("invoiceNumber").asText()).isEmpty();
            String address = "/api/billing/invoices/" + draft.path("invoiceId").asText();
            assertThat(rest.post(address + ":refresh", "{}").ok().json().path("total"))
                    .isEqualTo(draft.path("total"));

            JsonNode issued = rest.post(address + ":finalize", "{'issueDate': '2023-12-02'}")
                    .ok()
                    .json();
            assertThat(issued.path("invoiceNumber").asText()).isEqualTo("INV-202312-00001");
            assertThat(issued.path("contentHash").asText()).matches("01[0-9a-f]{64}");
            assertThat(rest.get(address).ok().json()).isEqualTo(issued);
            assertThat(rest.get(address + ":verify").ok().text()).isEqualTo("{\"faults\":[]}");

            JsonNode voided =
                    rest.post(address + ":void", "{'intent': 'REISSUE'}").ok().json();
            assertThat(voided.path("status").asText()).isEqualTo("VOIDED");
            assertThat(voided.path("voidIntent").asText()).isEqualTo("REISSUE");
            assertThat(voided.path("invoiceNumber").asText()).isEqualTo("INV-202312-00001");
        }

        @Test
        void is_previewed_for_the_next_period_if_none_is_named() {
            JsonNode next = rest.post("/api/billing/invoices:preview", "{'subscriptionId': 'conv-00'}")
                    .ok()
                    .json();
            assertThat(next.path("invoice").path("periodStart").asText()).isEqualTo("2023-11-01T00:00:00Z");
        }
    }

    @Nested
    class What_was_created {
        @Test
        void is_shown_with_its_defaults() {
            JsonNode plan = rest.get("/api/billing/plans/assistant").ok().json();
            assertThat(plan.path("version").asInt()).isEqualTo(1);
            assertThat(plan.path("interval").toString()).isEqualTo("{\"unit\":\"MONTH\",\"count\":1}");
            assertThat(plan.path("charges").get(0).path("timing").asText()).isEqualTo("IN_ADVANCE");
            assertThat(plan.path("charges").get(1).path("timing").asText()).isEqualTo("IN_ARREARS");
            assertThat(plan.path("charges").get(0).path("proration").asText()).isEqualTo("BY_SECOND");
            assertThat(plan.path("charges").get(0).path("storeZeroLine").isBoolean())
                    .isTrue();
            assertThat(plan.path("createdAt").asText()).isEqualTo(TestServer.NOW.toString());
            JsonNode customer = rest.get("/api/billing/customers/conv-00").ok().json();
            assertThat(customer.path("currency").asText()).isEqualTo("USD");
            JsonNode meter = rest.get("/api/billing/meters/context-tokens").ok().json();
            assertThat(meter.path("negativeAllowed").isBoolean()).isTrue();
            JsonNode subscription =
                    rest.get("/api/billing/subscriptions/conv-00").ok().json();
            assertThat(subscription.path("status").asText()).isEqualTo("ACTIVE");
            assertThat(subscription.path("quantity").asText()).isEqualTo("1");
            assertThat(subscription.path("anchorDate").asText()).isEqualTo("2023-11-01");
            assertThat(subscription.has("end")).isFalse();
        }

        @Test
        void can_be_ended_and_archived() {
            JsonNode canceled = rest.post("/api/billing/subscriptions/conv-00:cancel", "")
                    .ok()
                    .json();
            assertThat(canceled.path("end").asText()).isEqualTo("2024-01-01T00:00:00Z");
            JsonNode archived =
                    rest.post("/api/billing/plans/assistant:archive", "{}").ok().json();
            assertThat(archived.path("archivedAt").asText()).isEqualTo(TestServer.NOW.toString());
        }

        @Test
        void usage_is_told_for_a_window() {
            rest.post("/api/billing/usage", Example.USAGE).ok();
            String address =
                    "/api/billing/usage?subscriptionId=conv-00&meterId=context-tokens&start=2023-11-01T00:00:00Z&end=";
            JsonNode november = rest.get(address + "2023-12-01T00:00:00Z").ok().json();
            assertThat(november.path("quantity").asText()).isEqualTo("561200");
            assertThat(november.path("events").asText()).isEqualTo("1");
            assertThat(rest.get(address + "2023-11-16T18:17:03.979Z")
                            .ok()
                            .json()
                            .path("quantity")
                            .asText())
                    .isEqualTo("0");
        }
    }

    @Nested
    class Lists {
        @Test
        void are_read_page_by_page_without_losing_or_repeating_anything() {
            for (int i = 0; i < 7; i++) {
                rest.post("/api/billing/customers", "{'customerId': 'c" + i + "', 'name': 'C'}")
                        .ok();
            }
            List<String> seen = new ArrayList<>();
            String token = "";
            do {
                JsonNode page = rest.get("/api/billing/customers?pageSize=3&pageToken=" + token)
                        .ok()
                        .json();
                assertThat(page.path("customers").size()).isLessThanOrEqualTo(3);
                page.path("customers")
                        .forEach(each -> seen.add(each.path("customerId").asText()));
                token = page.path("nextPageToken").asText();
            } while (!token.isEmpty());
            assertThat(seen).containsExactly("c0", "c1", "c2", "c3", "c4", "c5", "c6", "conv-00");
        }

        @Test
        void of_documents_are_read_page_by_page_too() {
            rest.post("/api/billing/runs", "{'cutOff': '2023-12-01'}").ok();
            JsonNode first = rest.get("/api/billing/invoices?page_size=1").ok().json();
            JsonNode second = rest.get("/api/billing/invoices?pageSize=1&pageToken="
                            + first.path("nextPageToken").asText())
                    .ok()
                    .json();
            assertThat(first.path("invoices").get(0).path("invoiceNumber").asText())
                    .isEqualTo("INV-202312-00001");
            assertThat(second.path("invoices").get(0).path("invoiceNumber").asText())
                    .isEqualTo("INV-202312-00002");
        }

        @Test
        void show_nothing_of_another_tenant() {
            assertThat(SERVER.newTenant()
                            .get("/api/billing/customers")
                            .ok()
                            .json()
                            .path("customers"))
                    .isEmpty();
            assertThat(SERVER.newTenant().get("/api/billing/plans/assistant").status())
                    .isEqualTo(404);
        }
    }

    private static List<String> amounts(JsonNode invoice) {
        List<String> amounts = new ArrayList<>();
        invoice.path("lines")
                .forEach(line -> amounts.add(line.path("amount").path("amount").asText()));
        return amounts;
    }
}
