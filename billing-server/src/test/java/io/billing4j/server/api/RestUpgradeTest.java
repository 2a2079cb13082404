package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * June 2024 has thirty days. From basic at 20.00 to pro at 50.00 on the 21st a third of each is left: of basic 13.33 is used
 * and 6.67 given back, of pro 33.33 is not asked for and 16.67 is, so the change costs 10.00.
 */
class RestUpgradeTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String UPGRADE = "{'planId': 'pro', 'effectiveAt': '2024-06-21T00:00:00Z'}";

    private final Offers ada = Offers.in(SERVER.newSandbox());

    @BeforeEach
    void bill() {
        ada.advanced("2024-06-01T00:00:00Z");
        ada.subscribed("2024-06-01", "");
        ada.rest().post("/api/billing/runs", "{'cutOff': '2024-06-01'}").ok();
    }

    @Nested
    class In_mid_month {
        @Test
        void is_settled_on_the_next_invoice_by_lines_that_name_what_they_correct() {
            ada.advanced("2024-06-21T00:00:00Z");
            ada.changed("changePlan", "{'planId': 'pro'}");
            ada.advanced("2024-07-01T00:00:00Z");

            JsonNode june = ada.invoices().get(0);
            JsonNode july = ada.invoices().get(1);
            assertThat(amounts(june)).containsExactly("basic 20.00 2024-06-01/2024-07-01");
            assertThat(amounts(july))
                    .containsExactlyInAnyOrder(
                            "basic -6.67 2024-06-21/2024-07-01",
                            "pro 16.67 2024-06-21/2024-07-01",
                            "pro 50.00 2024-07-01/2024-08-01");
            assertThat(totals(july)).isEqualTo("60.00 - 0.00 = 60.00");
            JsonNode back = back(july);
            assertThat(back.path("corrects").toString())
                    .isEqualTo("{\"invoiceId\":\"" + june.path("invoiceId").asText() + "\",\"lineNumber\":1}");
            assertThat(back.path("derivation").path("reversed").asBoolean()).isTrue();
            assertThat(back.path("derivation").path("share").toString())
                    .isEqualTo("{\"part\":\"864000000000\",\"whole\":\"2592000000000\"}");
            assertThat(july.path("lines"))
                    .filteredOn(line -> line.has("corrects"))
                    .hasSize(1);
            assertThat(ada.rest()
                            .get("/api/billing/invoices/"
                                    + july.path("invoiceId").asText() + ":verify")
                            .ok()
                            .text())
                    .isEqualTo("{\"faults\":[]}");
        }

        @Test
        void is_settled_at_once_if_that_is_wanted() {
            ada.advanced("2024-06-21T00:00:00Z");
            ada.changed("changePlan", "{'planId': 'pro', 'settlement': 'IMMEDIATE'}");
            assertThat(ada.invoices()).hasSize(2);
            assertThat(totals(ada.invoices().get(1))).isEqualTo("10.00 - 0.00 = 10.00");
            ada.advanced("2024-07-01T00:00:00Z");
            assertThat(totals(ada.invoices().get(2))).isEqualTo("50.00 - 0.00 = 50.00");
        }

        @Test
        void costs_nothing_before_the_next_period_if_it_is_not_to_be_settled() {
            ada.advanced("2024-06-21T00:00:00Z");
            ada.changed("changePlan", "{'planId': 'pro', 'settlement': 'NONE'}");
            ada.advanced("2024-07-01T00:00:00Z");
            assertThat(amounts(ada.invoices().get(1))).containsExactly("pro 50.00 2024-07-01/2024-08-01");
        }

        @Test
        void is_previewed_without_leaving_anything_behind() {
            ada.advanced("2024-06-11T00:00:00Z");
            List<String> before = ada.rest().books();
            JsonNode preview = ada.changed("previewChange", "{'changePlan': " + UPGRADE + "}");
            assertThat(preview.path("subscription").path("changes")).hasSize(2);
            JsonNode difference = preview.path("difference").path("invoice");
            assertThat(amounts(difference))
                    .containsExactlyInAnyOrder("basic -6.67 2024-06-21/2024-07-01", "pro 16.67 2024-06-21/2024-07-01");
            assertThat(totals(difference)).isEqualTo("10.00 - 0.00 = 10.00");
            assertThat(totals(preview.path("next").path("invoice"))).isEqualTo("60.00 - 0.00 = 60.00");
            assertThat(ada.rest().books()).isEqualTo(before);
            assertThat(ada.scheduled()).isEmpty();
        }
    }

    @Nested
    class A_downgrade {
        /** The second of basic since the 1st asks for 20.00 more; from the 16th on it is gone, and half of that given back. */
        @Test
        void that_is_settled_at_once_takes_along_what_is_open() {
            ada.changed("changeQuantity", "{'quantity': '2', 'effectiveAt': '2024-06-01T00:00:00Z'}");
            ada.advanced("2024-06-16T00:00:00Z");
            ada.changed("changeQuantity", "{'quantity': '1', 'settlement': 'IMMEDIATE'}");
            assertThat(totals(ada.invoices().get(1))).isEqualTo("10.00 - 0.00 = 10.00");
            ada.advanced("2024-07-01T00:00:00Z");
            assertThat(totals(ada.invoices().get(2))).isEqualTo("20.00 - 0.00 = 20.00");
        }

        @Test
        void that_gives_back_more_than_is_asked_for_adds_to_the_balance() {
            ada.advanced("2024-06-16T00:00:00Z");
            ada.changed("pause", "{'settlement': 'IMMEDIATE'}");
            JsonNode back = ada.invoices().get(1);
            assertThat(amounts(back)).containsExactly("basic -10.00 2024-06-16/2024-07-01");
            assertThat(totals(back)).isEqualTo("-10.00 - -10.00 = 0.00");
            ada.changed("resume", "{'timing': 'PERIOD_END'}");
            ada.advanced("2024-07-01T00:00:00Z");
            assertThat(totals(ada.invoices().get(2))).isEqualTo("20.00 - 10.00 = 10.00");
        }
    }

    @Nested
    class A_draft {
        @Test
        void says_when_it_is_finalised() {
            Offers bob = Offers.in(SERVER.newSandbox(Duration.ofDays(3)));
            bob.subscribed("2023-12-01", "");
            bob.advanced("2023-12-05T09:00:00Z");
            JsonNode draft = bob.invoices().get(0);
            assertThat(draft.path("status").asText()).isEqualTo("DRAFT");
            assertThat(draft.path("finalizeAt").asText()).isEqualTo("2023-12-05T09:30:00Z");
            bob.advanced("2023-12-05T09:30:00Z");
            JsonNode issued = bob.invoices().get(0);
            assertThat(issued.path("status").asText()).isEqualTo("FINALIZED");
            assertThat(issued.has("finalizeAt")).isFalse();
        }
    }

    private static JsonNode back(JsonNode invoice) {
        for (JsonNode line : invoice.path("lines")) {
            if (line.path("planId").asText().equals("basic")) {
                return line;
            }
        }
        throw new AssertionError("nothing of basic: " + invoice);
    }

    private static List<String> amounts(JsonNode invoice) {
        List<String> amounts = new ArrayList<>();
        for (JsonNode line : invoice.path("lines")) {
            amounts.add(line.path("planId").asText() + " "
                    + line.path("amount").path("amount").asText() + " "
                    + line.path("serviceStart").asText().substring(0, 10) + "/"
                    + line.path("serviceEnd").asText().substring(0, 10));
        }
        return amounts;
    }

    /** Subtotal - credit = total. */
    private static String totals(JsonNode invoice) {
        return money(invoice, "subtotal") + " - " + money(invoice, "credit") + " = " + money(invoice, "total");
    }

    private static String money(JsonNode invoice, String field) {
        return invoice.path(field).path("amount").asText();
    }
}
