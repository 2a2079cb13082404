package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A plan gets another price over REST. */
class RestPlanVersionsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String BASIC = "/api/billing/plans/basic";

    private final Rest rest = SERVER.newTenant();
    private final Offers offers = Offers.in(rest);

    @Test
    void subscriptions_keep_their_version_until_they_are_changed() {
        offers.subscribed("2023-11-01", "");
        rest.post(BASIC + ":addVersion", version("25.00")).ok();
        rest.post("/api/billing/customers", "{'customerId': 'bob', 'name': 'Bob'}")
                .ok();
        rest.post("/api/billing/subscriptions", "{'customerId': 'bob', 'planId': 'basic', 'startDate': '2023-11-01'}")
                .ok();
        rest.post("/api/billing/runs", "{'cutOff': '2023-11-01'}").ok();

        assertThat(totals("ada")).containsExactly("20.00");
        assertThat(totals("bob")).containsExactly("25.00");

        offers.changed("changePlan", "{'planId': 'basic', 'planVersion': 2, 'effectiveAt': '2023-12-01T00:00:00Z'}");
        rest.post("/api/billing/runs", "{'cutOff': '2023-12-01'}").ok();
        assertThat(totals("ada")).containsExactly("20.00", "25.00");
    }

    @Test
    void the_plan_is_what_is_sold_now_and_each_version_is_still_there() {
        JsonNode plan = rest.post(BASIC + ":addVersion", version("25.00")).ok().json();

        assertThat(plan).isEqualTo(rest.get(BASIC).ok().json());
        assertThat(plan.path("version").asInt()).isEqualTo(2);
        assertThat(plan.path("name").asText()).isEqualTo("P");
        assertThat(amount(plan)).isEqualTo("25");

        JsonNode first = rest.get(BASIC + "/versions/1").ok().json();
        List<String> names = new ArrayList<>();
        first.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("planId", "version", "currency", "interval", "charges", "createdAt");
        assertThat(first.path("version").asInt()).isEqualTo(1);
        assertThat(amount(first)).isEqualTo("20");
        JsonNode second = rest.get(BASIC + "/versions/2").ok().json();
        assertThat(second.path("charges")).isEqualTo(plan.path("charges"));
        assertThat(second.path("createdAt").asText()).isEqualTo(TestServer.NOW.toString());
    }

    @Test
    void thresholds_are_those_of_a_version() {
        rest.post("/api/billing/meters", "{'meterId': 'calls', 'aggregation': 'SUM'}")
                .ok();
        String charges = "'interval': {'unit': 'MONTH'}, 'charges': [{'chargeId': 'calls', 'description': 'Calls',"
                + " 'meterId': 'calls', 'price': {'perUnit': {'unitAmount': '1'}}}]";
        JsonNode with = rest.post(BASIC + ":addVersion", "{" + charges + ", 'thresholds': {'amounts': ['50']}}")
                .ok()
                .json();
        assertThat(with.path("thresholds")).hasToString("{\"amounts\":[\"50\"]}");

        JsonNode without =
                rest.post(BASIC + ":addVersion", "{" + charges + "}").ok().json();
        assertThat(without.path("version").asInt()).isEqualTo(3);
        assertThat(without.has("thresholds")).isFalse();
        assertThat(rest.get(BASIC + "/versions/2").ok().json().path("thresholds"))
                .isEqualTo(with.path("thresholds"));
    }

    @Test
    void what_is_not_there_is_not_found() {
        rest.get(BASIC + "/versions/2").refused(404, "PLAN_NOT_FOUND", "version");
        rest.get("/api/billing/plans/nope/versions/1").refused(404, "PLAN_NOT_FOUND", "planId");
        rest.post("/api/billing/plans/nope:addVersion", version("1")).refused(404, "PLAN_NOT_FOUND", "planId");
        rest.post(BASIC + ":archive", "{}").ok();
        rest.post(BASIC + ":addVersion", version("1")).refused(409, "PLAN_ARCHIVED", "planId");
        assertThat(rest.get(BASIC).ok().json().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void a_version_is_a_number() {
        for (String version : List.of("abc", "1e0", "-", "99999999999")) {
            rest.get(BASIC + "/versions/" + version).refused(400, "INVALID_NUMBER", "version");
        }
        rest.get(BASIC + "/versions/0").refused(400, "INVALID_NUMBER", "version");
        rest.get(BASIC + "/versions/%31").ok();
    }

    private List<String> totals(String customer) {
        List<String> totals = new ArrayList<>();
        for (JsonNode invoice : offers.invoices()) {
            if (invoice.path("customerId").asText().equals(customer)) {
                totals.add(invoice.path("total").path("amount").asText());
            }
        }
        return totals;
    }

    private static String amount(JsonNode version) {
        return version.path("charges")
                .get(0)
                .path("price")
                .path("perUnit")
                .path("unitAmount")
                .asText();
    }

    private static String version(String amount) {
        return "{'interval': {'unit': 'MONTH'}, 'charges': [{'chargeId': 'fee', 'description': 'Fee', 'price': {'perUnit':"
                + " {'unitAmount': '" + amount + "'}}}]}";
    }
}
