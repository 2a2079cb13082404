package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billing4j.grpc.v1.GetSettingsRequest;
import io.billing4j.grpc.v1.Settings;
import io.billing4j.grpc.v1.SettingsServiceGrpc.SettingsServiceBlockingStub;
import io.billing4j.grpc.v1.UpdateSettingsRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tenant has chosen, over REST and gRPC. It is 2 December 2023. */
class RestSettingsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String SETTINGS = "/api/billing/settings";

    private final Rest rest = SERVER.newTenant();

    @Test
    void are_shown_with_what_was_never_said() {
        Rest.Answer shown = rest.get(SETTINGS).ok();
        assertThat(shown.text())
                .isEqualTo("{\"timeZone\":\"Z\",\"currency\":\"USD\",\"invoiceTemplate\":\"INV-{yyyyMM}-{seq:5}\","
                        + "\"lateUsage\":\"CORRECT\",\"grace\":\"PT0S\",\"usage\":{\"maxAhead\":\"PT8784H\","
                        + "\"farAhead\":\"REFUSE\",\"maxAge\":\"\",\"tooOld\":\"REFUSE\",\"retention\":\"PT61368H\","
                        + "\"hold\":false},\"balancePolicy\":\"UP_TO_TOTAL\",\"rounding\":\"HALF_UP\","
                        + "\"invoiceCounter\":\"ENTITY\",\"changes\":{\"upgrade\":\"AT_INSTANT\","
                        + "\"downgrade\":\"AT_INSTANT\",\"quantity\":\"AT_INSTANT\",\"cancel\":\"AT_INSTANT\","
                        + "\"atOnce\":false,\"terminationDayBilled\":false},"
                        + "\"revision\":\"" + shown.json().path("revision").asText() + "\"}");
    }

    @Test
    void change_where_something_is_said_and_stay_where_nothing_is() {
        rest.post(SETTINGS + ":update", "{'grace': 'PT72H', 'lateUsage': 'REFUSE'}")
                .ok();
        JsonNode changed = rest.post(SETTINGS + ":update", "{'usage': {'maxAge': 'P40D', 'hold': true}}")
                .ok()
                .json();

        assertThat(changed).isEqualTo(rest.get(SETTINGS).ok().json());
        assertThat(changed.path("grace").asText()).isEqualTo("PT72H");
        assertThat(changed.path("lateUsage").asText()).isEqualTo("REFUSE");
        assertThat(changed.path("usage").path("maxAge").asText()).isEqualTo("PT960H");
        assertThat(changed.path("usage").path("hold").asBoolean()).isTrue();
        assertThat(changed.path("usage").path("retention").asText()).isEqualTo("PT61368H");
    }

    @Test
    void have_an_order_of_discounts_once_it_is_chosen() {
        rest.post(SETTINGS + ":update", "{'discounts': 'PERCENTAGES_FIRST'}").ok();
        rest.post(SETTINGS + ":update", "{'grace': 'PT1H'}").ok();

        assertThat(rest.get(SETTINGS).ok().json().path("discounts").asText()).isEqualTo("PERCENTAGES_FIRST");
        rest.post(SETTINGS + ":update", "{'discounts': 'BACKWARDS'}").refused(400, "INVALID_CHOICE", "discounts");
    }

    @Test
    void have_a_policy_of_taxes_once_it_is_chosen() {
        assertThat(rest.get(SETTINGS).ok().json().has("taxes")).isFalse();
        rest.post(SETTINGS + ":update", "{'taxes': {}}").ok();
        assertThat(rest.get(SETTINGS).ok().json().path("taxes"))
                .hasToString("{\"rounding\":\"PER_RATE\",\"behavior\":\"EXCLUSIVE\"}");

        rest.post(
                        SETTINGS + ":update",
                        "{'taxes': {'rounding': 'PER_LINE', 'behavior': 'INCLUSIVE', 'place': {'country': 'CA', 'region': 'QC'}}}")
                .ok();
        rest.post(SETTINGS + ":update", "{'grace': 'PT1H'}").ok();
        assertThat(rest.get(SETTINGS).ok().json().path("taxes"))
                .hasToString("{\"rounding\":\"PER_LINE\",\"behavior\":\"INCLUSIVE\","
                        + "\"place\":{\"country\":\"CA\",\"region\":\"QC\"}}");

        rest.post(SETTINGS + ":update", "{'taxes': {'rounding': 'NEVER'}}")
                .refused(400, "INVALID_CHOICE", "taxes.rounding");
        rest.post(SETTINGS + ":update", "{'taxes': {'place': {}}}")
                .refused(400, "MISSING_FIELD", "taxes.place.country");
        rest.post(SETTINGS + ":update", "{'taxes': {'place': {'country': 'XX'}}}")
                .refused(400, "INVALID_PLACE", "taxes.place.country");
        rest.post(SETTINGS + ":update", "{'taxes': {'place': {'country': 'US', 'region': 'Texas'}}}")
                .refused(400, "INVALID_PLACE", "taxes.place.region");
        rest.post(SETTINGS + ":update", "{'taxes': {'calculator': 'somewhere'}}")
                .refused(409, "TAX_CALCULATOR_UNKNOWN", "taxes.calculator");
    }

    @Test
    void have_numbers_of_credit_notes_once_they_are_chosen() {
        assertThat(rest.get(SETTINGS).ok().json().has("creditNotes")).isFalse();
        rest.post(SETTINGS + ":update", "{'creditNotes': {'template': 'C-{yyyy}-{seq:4}'}}")
                .ok();
        assertThat(rest.get(SETTINGS).ok().json().path("creditNotes"))
                .hasToString("{\"template\":\"C-{yyyy}-{seq:4}\",\"counter\":\"ENTITY\"}");

        rest.post(SETTINGS + ":update", "{'creditNotes': {'template': '{invoice}-CN{seq:3}', 'counter': 'INVOICE'}}")
                .ok();
        rest.post(SETTINGS + ":update", "{'grace': 'PT1H'}").ok();
        assertThat(rest.get(SETTINGS).ok().json().path("creditNotes"))
                .hasToString("{\"template\":\"{invoice}-CN{seq:3}\",\"counter\":\"INVOICE\"}");

        rest.post(SETTINGS + ":update", "{'creditNotes': {}}").refused(400, "MISSING_FIELD", "creditNotes.template");
        rest.post(SETTINGS + ":update", "{'creditNotes': {'template': 'CN-{number}'}}")
                .refused(400, "INVALID_TEMPLATE", "creditNotes.template");
        rest.post(SETTINGS + ":update", "{'creditNotes': {'template': 'CN-{seq}', 'counter': 'INVOICE'}}")
                .refused(400, "INVALID_TEMPLATE", "creditNotes.template");
        rest.post(SETTINGS + ":update", "{'creditNotes': {'template': 'CN-{seq}', 'counter': 'NOBODY'}}")
                .refused(400, "INVALID_CHOICE", "creditNotes.counter");
        // by which a note could be INV-202311-00001, as the first invoice is
        rest.post(SETTINGS + ":update", "{'creditNotes': {'template': 'INV-{yyyyMM}-{seq:5}'}}")
                .refused(400, "INVALID_TEMPLATE", "creditNotes.template");
    }

    @Test
    void keep_balances_from_paying_once_it_is_chosen() {
        rest.post(SETTINGS + ":update", "{'balancePolicy': 'NEVER'}").ok();
        rest.post(SETTINGS + ":update", "{'grace': 'PT1H'}").ok();

        assertThat(rest.get(SETTINGS).ok().json().path("balancePolicy").asText())
                .isEqualTo("NEVER");
        rest.post(SETTINGS + ":update", "{'balancePolicy': 'SOMETIMES'}")
                .refused(400, "INVALID_CHOICE", "balancePolicy");
    }

    @Test
    void put_subscriptions_on_one_document_once_it_is_chosen() {
        rest.post(SETTINGS + ":update", "{'consolidation': 'CUSTOMER'}").ok();
        rest.post(SETTINGS + ":update", "{'grace': 'PT1H'}").ok();

        assertThat(rest.get(SETTINGS).ok().json().path("consolidation").asText())
                .isEqualTo("CUSTOMER");
        rest.post(SETTINGS + ":update", "{'consolidation': 'FAMILY'}").refused(400, "INVALID_CHOICE", "consolidation");
    }

    @Test
    void have_minimums_until_they_are_taken_away() {
        rest.post(
                        SETTINGS + ":update",
                        "{'minimums': {'amounts': [{'amount': '10', 'currency': 'USD'}, {'amount': '9.5', 'currency': 'EUR'}]}}")
                .ok();
        rest.post(SETTINGS + ":update", "{'grace': 'PT1H'}").ok();

        assertThat(rest.get(SETTINGS)
                        .ok()
                        .json()
                        .path("minimums")
                        .path("amounts")
                        .toString())
                .isEqualTo("[{\"amount\":\"9.50\",\"currency\":\"EUR\"},{\"amount\":\"10.00\",\"currency\":\"USD\"}]");
        rest.post(SETTINGS + ":update", "{'minimums': {'amounts': [{'amount': '0', 'currency': 'USD'}]}}")
                .refused(400, "INVALID_NUMBER", "minimums");
        rest.post(SETTINGS + ":update", "{'minimums': {'amounts': [{'amount': '1.001', 'currency': 'USD'}]}}")
                .refused(400, "INVALID_AMOUNT", "minimums.amounts[0].amount");
        rest.post(SETTINGS + ":update", "{'minimums': {}}").ok();
        assertThat(rest.get(SETTINGS).ok().json().has("minimums")).isFalse();
    }

    @Test
    void keep_a_hold_that_nobody_lifts() {
        rest.post(SETTINGS + ":update", "{'usage': {'hold': true}}").ok();

        JsonNode longer = rest.post(SETTINGS + ":update", "{'usage': {'retention': 'P1000D'}}")
                .ok()
                .json()
                .path("usage");
        assertThat(longer.path("retention").asText()).isEqualTo("PT24000H");
        assertThat(longer.path("hold").asBoolean()).isTrue();

        JsonNode lifted = rest.post(SETTINGS + ":update", "{'usage': {'retention': 'P1000D', 'hold': false}}")
                .ok()
                .json()
                .path("usage");
        assertThat(lifted.path("hold").asBoolean()).isFalse();
        assertThat(lifted.has("hold")).isTrue();
    }

    @Test
    void hold_from_the_next_call_on() {
        Example.load(rest);
        rest.post(SETTINGS + ":update", "{'usage': {'maxAge': 'P10D'}}").ok();

        rest.post("/api/billing/usage", Example.USAGE).refused(409, "EVENT_OUT_OF_RANGE", "events[0].occurredAt");
    }

    @Test
    void that_cannot_be_are_refused() {
        rest.post(SETTINGS + ":update", "{'grace': '3 days'}").refused(400, "INVALID_NUMBER", "grace");
        rest.post(SETTINGS + ":update", "{'usage': {'retention': 'P30D'}}")
                .refused(400, "INVALID_NUMBER", "usage.retention");
        rest.post(SETTINGS + ":update", "{'usage': {'maxAge': 'P400D', 'retention': 'P500D'}}")
                .refused(400, "INVALID_NUMBER", "usage.maxAge");
        rest.post(SETTINGS + ":update", "{'currency': 'EUR'}").refused(400, "UNKNOWN_FIELD", "currency");
        assertThat(rest.get(SETTINGS).ok().json().path("grace").asText()).isEqualTo("PT0S");
    }

    @Test
    void are_the_same_over_grpc() {
        SettingsServiceBlockingStub stub = SERVER.stub(SettingsServiceBlockingStub.class, rest);

        Settings changed = stub.updateSettings(
                UpdateSettingsRequest.newBuilder().setGrace("P1D").build());

        assertThat(changed.getGrace()).isEqualTo("PT24H");
        assertThat(stub.getSettings(GetSettingsRequest.getDefaultInstance())).isEqualTo(changed);
        assertThat(rest.get(SETTINGS).ok().json().path("grace").asText()).isEqualTo("PT24H");
    }
}
