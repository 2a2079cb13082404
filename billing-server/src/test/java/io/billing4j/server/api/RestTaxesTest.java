package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules and profiles of taxes over REST. It is 2 December 2023, and Ada pays 20.00 a month since 1 November. */
class RestTaxesTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RULES = "/api/billing/taxRules";
    private static final String PROFILES = "/api/billing/customers/ada/taxProfiles";
    private static final String GERMANY = "'place': {'country': 'DE'}";
    private static final String VAT = "{'taxRuleId': 'de-2021', " + GERMANY + ", 'from': '2021-01-01',"
            + " 'due': {'taxId': 'vat', 'name': 'VAT', 'percent': '19'}}";

    private final Rest rest = SERVER.newTenant();

    @BeforeEach
    void load() {
        Offers.in(rest).subscribed("2023-11-01", "");
        rest.post("/api/billing/settings:update", "{'taxes': {}}").ok();
    }

    /** 20.00 and 3.80; from December on 20.00 and 4.00. */
    @Test
    void another_rate_is_another_rule() {
        rest.post(RULES, VAT).ok();
        rest.post(PROFILES, "{'from': '2023-11-01', " + GERMANY + "}").ok();
        JsonNode ended = rest.post(RULES + "/de-2021:end", "{'until': '2023-12-01'}")
                .ok()
                .json();
        rest.post(
                        RULES,
                        "{'taxRuleId': 'de-2023', " + GERMANY + ", 'from': '2023-12-01',"
                                + " 'due': {'taxId': 'vat', 'name': 'VAT', 'percent': '20'}}")
                .ok();

        assertThat(billed()).containsExactly("23.80", "24.00");
        assertThat(ended.path("until").asText()).isEqualTo("2023-12-01");
        assertThat(rest.get(RULES + "/de-2021").ok().json()).isEqualTo(ended);
    }

    /** 5 % of 20.00 are 1.00, and 10 % of 21.00 are 2.10. */
    @Test
    void taxes_add_up_and_compound() {
        rest.post(RULES, due("gst", "'place': {'country': 'CA'}", "5", ", 'ordinal': 0"))
                .ok();
        rest.post(
                        RULES,
                        due(
                                "qst",
                                "'place': {'country': 'CA', 'region': 'QC'}",
                                "10",
                                ", 'ordinal': 1, 'compound': true"))
                .ok();
        rest.post(PROFILES, "{'from': '2023-11-01', 'place': {'country': 'CA', 'region': 'QC'}}")
                .ok();

        assertThat(billed()).containsExactly("23.10", "23.10");
    }

    @Test
    void who_owes_no_tax_pays_none() {
        rest.post(RULES, VAT).ok();
        rest.post(
                        PROFILES,
                        "{'from': '2023-11-01', 'place': {'country': 'AT'}, 'taxNumber': 'ATU12345678',"
                                + " 'untaxed': {'why': 'REVERSE_CHARGE', 'reason': 'Article 196'}}")
                .ok();

        assertThat(billed()).containsExactly("20.00", "20.00");
        JsonNode total = invoices().get(0).path("taxTotals").get(0);
        assertThat(total.path("untaxed").asText()).isEqualTo("REVERSE_CHARGE");
        assertThat(total.path("reason").asText()).isEqualTo("Article 196");
    }

    @Test
    void nothing_is_due_where_a_rule_says_so() {
        rest.post(
                        RULES,
                        "{'taxRuleId': 'abroad', 'from': '2021-01-01',"
                                + " 'notDue': {'why': 'OUT_OF_SCOPE', 'reason': 'Supplied abroad'}}")
                .ok();
        rest.post(PROFILES, "{'from': '2023-11-01', 'place': {'country': 'AT'}}")
                .ok();
        assertThat(billed()).containsExactly("20.00", "20.00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'category': 'books', 'place': {'country': 'CA', 'region': 'QC'}, 'from': '2021-01-01', 'until': '2024-01-01',"
                        + " 'due': {'taxId': 'qst', 'name': 'QST', 'percent': '9.975', 'compound': true, 'ordinal': 99}}",
                "{'category': 'standard', 'from': '2021-01-01', 'until': '',"
                        + " 'notDue': {'why': 'EXEMPT', 'reason': 'Article 132'}}"
            })
    void a_rule_comes_back_as_it_was_sent(String definition) throws JsonProcessingException {
        ObjectNode rule = (ObjectNode) JSON.readTree(definition.replace('\'', '"'));
        rule.put("taxRuleId", "r");
        JsonNode added = rest.post(RULES, rule.toString()).ok().json();
        rule.put("revision", added.path("revision").asText());
        assertThat(added).isEqualTo(rule);
        assertThat(rest.get(RULES + "/r").ok().json()).isEqualTo(rule);
        rest.get(RULES + "/s").refused(404, "TAX_RULE_NOT_FOUND", "taxRuleId");
    }

    @Test
    void rules_are_listed_page_by_page() {
        for (String key : List.of("b", "c", "a")) {
            rest.post(RULES, due(key, GERMANY, "1", "")).ok();
        }
        JsonNode first = rest.get(RULES + "?pageSize=2").ok().json();
        JsonNode second = rest.get(RULES + "?pageSize=2&pageToken="
                        + first.path("nextPageToken").asText())
                .ok()
                .json();
        assertThat(first.path("rules").findValuesAsText("taxRuleId")).containsExactly("a", "b");
        assertThat(second.path("rules").findValuesAsText("taxRuleId")).containsExactly("c");
        assertThat(second.path("nextPageToken").asText()).isEmpty();
    }

    @Test
    void rules_do_not_contradict_each_other() {
        rest.post(RULES, VAT).ok();
        rest.post(RULES, VAT.replace("de-2021", "again")).refused(409, "TAX_RULES_CONTRADICT", "from");
        // ends on its first day, and so never was
        rest.post(RULES + "/de-2021:end", "{'until': '2021-01-01'}").ok();
        rest.post(RULES, VAT).refused(409, "TAX_RULE_EXISTS", "taxRuleId");
        rest.post(RULES, VAT.replace("de-2021", "again")).ok();
        rest.post(RULES + "/de-2021:end", "{'until': '2022-01-01'}").refused(409, "TAX_RULES_CONTRADICT", "until");
        rest.post(RULES + "/again:end", "{'until': '2020-12-31'}").refused(400, "INVALID_DATE", "until");
        rest.post(RULES + "/nope:end", "{'until': '2022-01-01'}").refused(404, "TAX_RULE_NOT_FOUND", "taxRuleId");
    }

    @Test
    void profiles_follow_each_other() {
        rest.post(PROFILES, "{'from': '2024-01-01', 'place': {'country': 'AT'}, 'taxNumber': 'ATU12345678'}")
                .ok();
        String german = "{'from': '2023-11-01', " + GERMANY + "}";
        JsonNode first = rest.post(PROFILES, german).ok().json();
        assertThat(rest.post(PROFILES, german).ok().json()).isEqualTo(first);

        assertThat(rest.get(PROFILES).ok().text())
                .isEqualTo("{\"profiles\":[{\"customerId\":\"ada\",\"from\":\"2023-11-01\","
                        + "\"place\":{\"country\":\"DE\",\"region\":\"\"},\"taxNumber\":\"\"},"
                        + "{\"customerId\":\"ada\",\"from\":\"2024-01-01\","
                        + "\"place\":{\"country\":\"AT\",\"region\":\"\"},\"taxNumber\":\"ATU12345678\"}]}");
        assertThat(rest.get(PROFILES.replace("ada", "eve")).ok().text()).isEqualTo("{\"profiles\":[]}");
        rest.post(PROFILES.replace("ada", "eve"), german).refused(404, "CUSTOMER_NOT_FOUND", "customerId");
    }

    @Test
    void there_are_no_answers_to_forget_without_a_tax_service() {
        assertThat(rest.post("/api/billing/taxAnswers:forget", "{}").ok().text())
                .isEqualTo("{\"forgotten\":0}");
    }

    private static String due(String key, String place, String percent, String more) {
        return "{'taxRuleId': '" + key + "', " + place + ", 'from': '2021-01-01', 'due': {'taxId': '" + key
                + "', 'name': 'Tax', 'percent': '" + percent + "'" + more + "}}";
    }

    /** The totals of November and December. */
    private List<String> billed() {
        rest.post("/api/billing/runs", "{'cutOff': '2023-12-01'}").ok();
        List<String> totals = new ArrayList<>();
        for (JsonNode invoice : invoices()) {
            totals.add(invoice.path("total").path("amount").asText());
        }
        return totals;
    }

    private JsonNode invoices() {
        return rest.get("/api/billing/invoices").ok().json().path("invoices");
    }
}
