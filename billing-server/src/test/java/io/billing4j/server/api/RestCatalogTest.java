package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.grpc.v1.Price;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sold and what is counted comes back from REST as it was sent. */
class RestCatalogTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A price of every kind, and some inside each other, with all that may be left out. */
    private static final String PRICES = """
            [{'flat': {'amount': '0.015'}},
             {'perUnit': {'unitAmount': '0.000000000001'}},
             {'graduated': {'tiers': [{'upTo': '0.5', 'unitAmount': '1', 'flatAmount': '2', 'maximum': '2.25'},
               {'unitAmount': '0', 'flatAmount': '0'}], 'firstFlatFee': 'ALWAYS'}},
             {'volume': {'tiers': [{'upTo': '10', 'unitAmount': '1.25', 'flatAmount': '0'},
               {'unitAmount': '1', 'flatAmount': '5'}], 'firstFlatFee': 'WHEN_ENTERED', 'bound': 'LOWER_INCLUSIVE'}},
             {'package': {'size': '1000', 'packageAmount': '0.5', 'freeUnits': '100', 'rounding': 'DOWN'}},
             {'stairstep': {'bands': [{'upTo': '100', 'amount': '10'}, {'amount': '18'}], 'bound': 'LOWER_INCLUSIVE'}},
             {'percentage': {'ratePercent': '2.9', 'freeEvents': '5', 'freeAmount': '100', 'fixedPerEvent': '0.3',
               'minimumPerEvent': '0.5', 'maximumPerEvent': '9.99'}},
             {'graduatedPercentage': {'tiers': [{'upTo': '100', 'ratePercent': '5', 'flatAmount': '0'},
               {'ratePercent': '2', 'flatAmount': '10'}], 'firstFlatFee': 'WHEN_ENTERED'}},
             {'dynamic': {'multiplier': '1.2'}},
             {'matrix': {'dimensions': ['region', 'size'], 'cells': [
                {'values': ['eu', 'small'], 'price': {'bucketed': {'inner':
                  {'package': {'size': '100', 'packageAmount': '5', 'freeUnits': '0', 'rounding': 'UP'}}}}},
                {'values': ['us', 'small'], 'price': {'flat': {'amount': '7'}}}],
               'otherwise': {'matrix': {'dimensions': ['zone'], 'cells': [], 'otherwise': {'bucketed': {'inner':
                  {'perUnit': {'unitAmount': '0.1'}}}}}}}},
             {'bucketed': {'inner': {'stairstep': {'bands': [{'amount': '1'}], 'bound': 'UPPER_INCLUSIVE'}}}},
             {'blocks': {'policy': 'TOP_TIER', 'tiers': [{'size': '100', 'maxBlocks': '10', 'blockAmount': '1'},
               {'size': '1000', 'blockAmount': '2'}]}},
             {'capacity': {'dimension': 'kind', 'tiers': [{'most': {'members': '10', 'projects': '100'}, 'amount': '1'},
               {'most': {}, 'amount': '10'}]}},
             {'custom': {'name': 'squared', 'version': 2, 'parameters': {'rate': '0.5'}, 'partsNeeded': 'NONE'}},
             {'spend': {}}]
            """;

    private Rest rest = SERVER.nobody();

    @BeforeEach
    void open() {
        rest = SERVER.newTenant();
    }

    @Test
    void every_price_model_comes_back_as_it_was_sent() throws JsonProcessingException {
        Set<String> kinds = new HashSet<>();
        JsonNode prices = parsed(PRICES);
        for (int i = 0; i < prices.size(); i++) {
            rest.post(
                            "/api/billing/meters",
                            "{'meterId': 'm" + i + "', 'aggregation': 'SUM',"
                                    + " 'groupBy': ['region', 'size', 'zone', 'kind']}")
                    .ok();
            ObjectNode charge = (ObjectNode) parsed("{'chargeId': 'c', 'description': 'd'}");
            charge.set("price", prices.get(i));
            if (prices.get(i).has("spend")) {
                charge.set("terms", parsed("{'maximum': '500'}"));
            } else if (!prices.get(i).has("flat")) {
                charge.put("meterId", "m" + i);
            }
            rest.post("/api/billing/plans", plan("p" + i, charge)).ok();
            assertThat(rest.get("/api/billing/plans/p" + i)
                            .ok()
                            .json()
                            .path("charges")
                            .get(0)
                            .path("price"))
                    .isEqualTo(prices.get(i));
            prices.get(i).fieldNames().forEachRemaining(kinds::add);
        }
        assertThat(kinds).hasSameSizeAs(Price.getDescriptor().getFields());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'conversion': {'divisor': '1000', 'rounding': 'CEILING', 'lines': 'EACH_LINE'}, 'includedUnits': '10.5',"
                        + " 'discountPercent': '12.5', 'maximum': '500',"
                        + " 'commitment': {'amount': '100', 'overageFactor': '1.5', 'trueUp': false}}",
                "{'conversion': {'divisor': '8', 'lines': 'CUMULATIVE'}, 'includedUnits': '0', 'discountPercent': '0'}",
                "{'includedUnits': '0', 'discountPercent': '0', 'commitment': {'amount': '0.01', 'overageFactor': '0',"
                        + " 'trueUp': true}}"
            })
    void terms_come_back_as_they_were_sent(String terms) throws JsonProcessingException {
        rest.post("/api/billing/meters", "{'meterId': 'm', 'aggregation': 'SUM'}")
                .ok();
        ObjectNode charge = (ObjectNode) parsed(
                "{'chargeId': 'c', 'description': 'd', 'meterId': 'm', 'price': {'perUnit': {'unitAmount': '1'}}}");
        charge.set("terms", parsed(terms));
        rest.post("/api/billing/plans", plan("p", charge)).ok();
        assertThat(rest.get("/api/billing/plans/p")
                        .ok()
                        .json()
                        .path("charges")
                        .get(0)
                        .path("terms"))
                .isEqualTo(parsed(terms));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'category': 'books'}", "{'category': 'standard', 'behavior': 'INCLUSIVE'}"})
    void taxes_of_charges_come_back_as_they_were_sent(String tax) throws JsonProcessingException {
        ObjectNode charge =
                (ObjectNode) parsed("{'chargeId': 'c', 'description': 'd', 'price': {'flat': {'amount': '1'}}}");
        charge.set("tax", parsed(tax));
        rest.post("/api/billing/plans", plan("p", charge)).ok();
        assertThat(firstCharge("p").path("tax")).isEqualTo(parsed(tax));
    }

    @Test
    void a_charge_that_is_taxed_as_usual_says_nothing_of_it() throws JsonProcessingException {
        ObjectNode charge =
                (ObjectNode) parsed("{'chargeId': 'c', 'description': 'd', 'price': {'flat': {'amount': '1'}}}");
        charge.set("tax", parsed("{'category': 'standard'}"));
        rest.post("/api/billing/plans", plan("p", charge)).ok();
        assertThat(firstCharge("p").has("tax")).isFalse();
    }

    private JsonNode firstCharge(String plan) {
        return rest.get("/api/billing/plans/" + plan)
                .ok()
                .json()
                .path("charges")
                .get(0);
    }

    @Test
    void a_commitment_is_a_minimum_if_nothing_else_is_said() throws JsonProcessingException {
        ObjectNode charge =
                (ObjectNode) parsed("{'chargeId': 'c', 'description': 'd', 'price': {'flat': {'amount': '1'}}}");
        charge.set("terms", parsed("{'commitment': {'amount': '5'}}"));
        assertThat(rest.post("/api/billing/plans", plan("p", charge))
                        .ok()
                        .json()
                        .path("charges")
                        .get(0)
                        .path("terms")
                        .path("commitment"))
                .isEqualTo(parsed("{'amount': '5', 'overageFactor': '1', 'trueUp': true}"));
        charge.remove("terms");
        assertThat(rest.post("/api/billing/plans", plan("q", charge))
                        .ok()
                        .json()
                        .path("charges")
                        .get(0)
                        .has("terms"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'aggregation': 'MAX', 'valueProperty': 'gigabytes', 'window': 'DAY',"
                        + " 'rounding': {'scale': -2, 'mode': 'UP'}, 'groupBy': ['size', 'region'], 'negativeAllowed': true, 'carriesOver': false,"
                        + " 'filter': {'include': {'country': {'values': ['CA', 'UK'], 'orAbsent': true}},"
                        + " 'exclude': [{'properties': {'city': {'values': ['London'], 'orAbsent': false}}}]}}",
                "{'aggregation': 'TIME_WEIGHTED_UNIQUE', 'valueProperty': 'seat', 'measure': 'BY_DAY',"
                        + " 'carriesOver': true, 'groupBy': [], 'negativeAllowed': false}",
                "{'aggregation': 'COUNT', 'groupBy': [], 'negativeAllowed': false, 'carriesOver': false,"
                        + " 'filter': {'include': {}, 'exclude': ["
                        + "{'properties': {'test': {'values': [], 'orAbsent': true}}}]}}"
            })
    void a_meter_comes_back_as_it_was_sent(String definition) throws JsonProcessingException {
        ObjectNode meter = (ObjectNode) parsed(definition);
        meter.put("meterId", "m");
        rest.post("/api/billing/meters", meter.toString()).ok();
        meter.put("createdAt", TestServer.NOW.toString());
        assertThat(rest.get("/api/billing/meters/m").ok().json()).isEqualTo(meter);
    }

    @Test
    void a_level_is_weighed_by_the_second_if_nothing_is_said() {
        JsonNode meter = rest.post("/api/billing/meters", "{'meterId': 'm', 'aggregation': 'TIME_WEIGHTED_SUM'}")
                .ok()
                .json();
        assertThat(meter.path("measure").asText()).isEqualTo("BY_SECOND");
        Set<String> names = new HashSet<>();
        meter.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "meterId", "aggregation", "negativeAllowed", "createdAt", "groupBy", "carriesOver", "measure");
    }

    private static String plan(String id, JsonNode charge) {
        return "{'planId': '" + id + "', 'name': 'N', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges': ["
                + charge + "]}";
    }

    private static JsonNode parsed(String json) throws JsonProcessingException {
        return JSON.readTree(json.replace('\'', '"'));
    }
}
