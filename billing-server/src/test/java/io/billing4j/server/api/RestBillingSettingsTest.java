package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What documents make of roundings, forms of numbers and ways to settle changes that were chosen over REST. */
class RestBillingSettingsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String SETTINGS = "/api/billing/settings";

    private Rest rest = SERVER.newTenant();

    /** A fee of 10.005 is as far from 10.00 as from 10.01. */
    @ParameterizedTest
    @CsvSource({"HALF_UP, 10.01", "HALF_EVEN, 10.00", "DOWN, 10.00", "CEILING, 10.01"})
    void a_line_is_rounded_as_is_chosen(String rounding, String expected) {
        rest.post(SETTINGS + ":update", "{'rounding': '" + rounding + "'}").ok();
        rest.post(SETTINGS + ":update", "{'grace': 'PT0S'}").ok();

        assertThat(rest.get(SETTINGS).ok().json().path("rounding").asText()).isEqualTo(rounding);
        assertThat(billed().path("total").path("amount").asText()).isEqualTo(expected);
    }

    @Test
    void a_rounding_has_a_name() {
        rest.post(SETTINGS + ":update", "{'rounding': 'UNNECESSARY'}").refused(400, "INVALID_CHOICE", "rounding");
    }

    @Test
    void an_invoice_is_numbered_as_is_chosen() {
        rest.post(
                        SETTINGS + ":update",
                        "{'invoiceTemplate': 'R/{customer}/{yyyy}-{seq:3}', 'invoiceCounter': 'CUSTOMER'}")
                .ok();
        JsonNode settings =
                rest.post(SETTINGS + ":update", "{'grace': 'PT0S'}").ok().json();

        assertThat(settings.path("invoiceTemplate").asText()).isEqualTo("R/{customer}/{yyyy}-{seq:3}");
        assertThat(settings.path("invoiceCounter").asText()).isEqualTo("CUSTOMER");
        assertThat(billed().path("invoiceNumber").asText()).isEqualTo("R/ada/2023-001");
    }

    @Test
    void a_form_of_numbers_that_cannot_be_is_refused() {
        refused("{'invoiceTemplate': 'R-{number}'}");
        refused("{'invoiceTemplate': '{invoice}-{seq}'}");
        // a sequence of each customer would give numbers again that do not show whose they are
        refused("{'invoiceCounter': 'CUSTOMER'}");
        refused("{'invoiceCounter': 'INVOICE'}");
        // the first of a year could be INV-202312-00001, as the first of a December is
        refused("{'invoiceTemplate': 'INV-{yyyy}12-{seq:5}'}");
        assertThat(rest.get(SETTINGS).ok().json().path("invoiceTemplate").asText())
                .isEqualTo("INV-{yyyyMM}-{seq:5}");
    }

    @Test
    void changes_are_settled_as_is_chosen() {
        rest = SERVER.newSandbox();
        JsonNode changes = rest.post(
                        SETTINGS + ":update", "{'changes': {'upgrade': 'NEXT_PERIOD', 'terminationDayBilled': true}}")
                .ok()
                .json()
                .path("changes");
        assertThat(changes)
                .hasToString("{\"upgrade\":\"NEXT_PERIOD\",\"downgrade\":\"AT_INSTANT\",\"quantity\":\"AT_INSTANT\","
                        + "\"cancel\":\"AT_INSTANT\",\"atOnce\":false,\"terminationDayBilled\":true}");
        rest.post(SETTINGS + ":update", "{'grace': 'PT0S'}").ok();
        assertThat(rest.get(SETTINGS).ok().json().path("changes")).isEqualTo(changes);

        Offers offers = Offers.in(rest);
        offers.subscribed("2023-12-02", "");
        offers.advanced("2023-12-12T00:00:00Z");
        offers.changed("changePlan", "{'planId': 'pro'}");
        offers.advanced("2024-01-02T00:00:00Z");

        // nothing for the 21 days of basic that were left
        assertThat(List.of(total(offers.invoices(), 0), total(offers.invoices(), 1)))
                .containsExactly("20.00", "50.00");
        rest.post(SETTINGS + ":update", "{'changes': {'cancel': 'AT_ONCE'}}")
                .refused(400, "INVALID_CHOICE", "changes.cancel");
    }

    /** November's document of Ada's. */
    private JsonNode billed() {
        rest.post(
                        "/api/billing/plans",
                        "{'planId': 'p', 'name': 'P', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges':"
                                + " [{'chargeId': 'fee', 'description': 'Fee', 'price': {'flat': {'amount': '10.005'}}}]}")
                .ok();
        rest.post("/api/billing/customers", "{'customerId': 'ada', 'name': 'Ada'}")
                .ok();
        rest.post("/api/billing/subscriptions", "{'customerId': 'ada', 'planId': 'p', 'startDate': '2023-11-01'}")
                .ok();
        rest.post("/api/billing/runs", "{'cutOff': '2023-11-01'}").ok();
        return rest.get("/api/billing/invoices").ok().json().path("invoices").get(0);
    }

    private void refused(String update) {
        rest.post(SETTINGS + ":update", update).refused(400, "INVALID_TEMPLATE", "invoiceTemplate");
    }

    private static String total(JsonNode invoices, int index) {
        return invoices.get(index).path("total").path("amount").asText();
    }
}
