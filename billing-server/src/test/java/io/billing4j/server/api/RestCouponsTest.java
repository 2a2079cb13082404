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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Coupons and their grants over REST. It is 2 December 2023, and Ada has a plan of 20.00 and 9.00 since 1 November. */
class RestCouponsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COUPONS = "/api/billing/coupons";
    private static final String GRANTS = "/api/billing/couponGrants";
    private static final String ADAS = "/api/billing/customers/ada/couponGrants";

    private final Rest rest = SERVER.newTenant();

    @BeforeEach
    void load() {
        rest.post(
                        "/api/billing/plans",
                        "{'planId': 'suite', 'name': 'Suite', 'currency': 'USD', 'interval': {'unit': 'MONTH'}, 'charges': ["
                                + "{'chargeId': 'fee', 'description': 'Fee', 'price': {'flat': {'amount': '20.00'}}},"
                                + "{'chargeId': 'seat', 'description': 'Seat', 'price': {'flat': {'amount': '9.00'}}}]}")
                .ok();
        rest.post("/api/billing/customers", "{'customerId': 'ada', 'name': 'Ada'}")
                .ok();
        rest.post(
                        "/api/billing/subscriptions",
                        "{'subscriptionId': 'ada', 'customerId': 'ada', 'planId': 'suite', 'startDate': '2023-11-01'}")
                .ok();
    }

    /** Of 29.00: 5.00 once; 12.5 % are 3.625, so 3.63; a half of the 9.00 is 4.50, and the other plan is not Ada's. */
    @ParameterizedTest(name = "{0} is {1} and {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'fixed': {'amount': '5', 'currency': 'USD'}, 'periods': 1 | 24.00 | 29.00",
                "'percent': '12.5' | 25.37 | 25.37",
                "'percent': '50', 'scope': {'charges': {'chargeIds': ['seat', 'other']}} | 24.50 | 24.50",
                "'percent': '50', 'scope': {'plans': {'planIds': ['suite']}}, 'periods': 2 | 14.50 | 14.50",
                "'percent': '50', 'scope': {'plans': {'planIds': ['other']}} | 29.00 | 29.00",
                "'percent': '100', 'scope': {'document': {}}, 'periods': 1 | 0.00 | 29.00"
            })
    void a_coupon_takes_off_what_it_is_for(String terms, String november, String december) {
        rest.post(COUPONS, "{'couponId': 'c', 'name': 'Welcome', " + terms + "}")
                .ok();
        grant("g", "").ok();

        assertThat(billed()).containsExactly(november, december);
    }

    @Test
    void what_was_taken_off_stands_with_the_grant() {
        rest.post(COUPONS, "{'couponId': 'c', 'name': 'Welcome', 'percent': '10'}")
                .ok();
        grant("g", ", 'subscriptionId': 'ada'").ok();
        billed();

        JsonNode grants = rest.get(ADAS).ok().json();
        assertThat(grants.path("grants")).hasSize(1);
        assertThat(grants.path("grants").get(0))
                .isEqualTo(rest.get(GRANTS + "/g").ok().json());
        JsonNode invoices = rest.get("/api/billing/invoices").ok().json().path("invoices");
        String redemptions = GRANTS + "/g/redemptions?pageSize=1";
        JsonNode first = rest.get(redemptions).ok().json();
        assertThat(first.path("redemptions").toString()).isEqualTo("[" + redemption(0, invoices.get(0)) + "]");
        JsonNode second = rest.get(redemptions + "&pageToken="
                        + first.path("nextPageToken").asText())
                .ok()
                .json();
        assertThat(second.path("redemptions").toString()).isEqualTo("[" + redemption(1, invoices.get(1)) + "]");
        assertThat(invoices.get(1).path("discounts").get(0).path("grantId").asText())
                .isEqualTo("g");
        assertThat(rest.get("/api/billing/customers/eve/couponGrants").ok().text())
                .isEqualTo("{\"grants\":[],\"nextPageToken\":\"\"}");
        assertThat(rest.get(GRANTS + "/h/redemptions").ok().text())
                .isEqualTo("{\"redemptions\":[],\"nextPageToken\":\"\"}");
    }

    @Test
    void a_grant_that_has_ended_takes_nothing_off_what_is_due_then() {
        rest.post(COUPONS, "{'couponId': 'c', 'name': 'Welcome', 'percent': '10'}")
                .ok();
        grant("g", "").ok();
        String end = "{'endedAt': '2023-12-01T00:00:00Z'}";
        JsonNode ended = rest.post(GRANTS + "/g:end", end).ok().json();

        assertThat(ended)
                .hasToString(
                        "{\"couponGrantId\":\"g\",\"couponId\":\"c\",\"customerId\":\"ada\",\"subscriptionId\":\"\","
                                + "\"from\":\"2023-11-01T00:00:00Z\",\"endedAt\":\"2023-12-01T00:00:00Z\","
                                + "\"recordedAt\":\"" + ended.path("recordedAt").asText() + "\"}");
        assertThat(rest.post(GRANTS + "/g:end", end).ok().json()).isEqualTo(ended);
        assertThat(billed()).containsExactly("26.10", "29.00");

        rest.post(GRANTS + "/g:end", "{'endedAt': '2023-10-31T23:59:59Z'}").refused(400, "INVALID_DATE", "endedAt");
        rest.post(GRANTS + "/g:end", "{}").refused(400, "MISSING_FIELD", "endedAt");
        rest.post(GRANTS + "/h:end", end).refused(404, "COUPON_GRANT_NOT_FOUND", "couponGrantId");
        rest.get(GRANTS + "/h").refused(404, "COUPON_GRANT_NOT_FOUND", "couponGrantId");
    }

    @Test
    void a_grant_is_from_now_on_if_nothing_else_is_said() {
        rest.post(COUPONS, "{'couponId': 'c', 'name': 'Welcome', 'percent': '10'}")
                .ok();
        JsonNode grant = rest.post(GRANTS, "{'couponGrantId': 'g', 'couponId': 'c', 'customerId': 'ada'}")
                .ok()
                .json();
        assertThat(grant.path("from").asText()).isEqualTo("2023-12-02T09:30:00Z");
        assertThat(grant.has("endedAt")).isFalse();
        assertThat(billed()).containsExactly("29.00", "29.00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'percent': '12.5', 'scope': {'plans': {'planIds': ['a', 'b']}}, 'periods': 3,"
                        + " 'grantableUntil': '2024-01-01T00:00:00Z', 'maxGrants': 10}",
                "{'fixed': {'amount': '5.00', 'currency': 'EUR'}, 'scope': {'charges': {'chargeIds': ['seat']}}}",
                "{'percent': '100', 'scope': {'document': {}}}"
            })
    void a_coupon_comes_back_as_it_was_sent(String terms) throws JsonProcessingException {
        ObjectNode coupon = (ObjectNode) JSON.readTree(terms.replace('\'', '"'));
        coupon.put("couponId", "c").put("name", "Ünïcode");
        JsonNode created = rest.post(COUPONS, coupon.toString()).ok().json();
        coupon.put("createdAt", TestServer.NOW.toString());

        assertThat(created).isEqualTo(coupon);
        assertThat(rest.get(COUPONS + "/c").ok().json()).isEqualTo(coupon);
        rest.get(COUPONS + "/d").refused(404, "COUPON_NOT_FOUND", "couponId");
    }

    @Test
    void coupons_are_listed_page_by_page() {
        for (String key : List.of("b", "c", "a")) {
            rest.post(COUPONS, "{'couponId': '" + key + "', 'name': 'N', 'percent': '10'}")
                    .ok();
        }
        JsonNode first = rest.get(COUPONS + "?pageSize=2").ok().json();
        JsonNode second = rest.get(COUPONS + "?pageSize=2&pageToken="
                        + first.path("nextPageToken").asText())
                .ok()
                .json();

        assertThat(first.path("coupons").findValuesAsText("couponId")).containsExactly("a", "b");
        assertThat(second.path("coupons").findValuesAsText("couponId")).containsExactly("c");
        assertThat(second.path("nextPageToken").asText()).isEmpty();
    }

    @Test
    void an_archived_coupon_is_granted_no_more_and_grants_go_on() {
        rest.post(COUPONS, "{'couponId': 'c', 'name': 'Welcome', 'percent': '10'}")
                .ok();
        grant("g", "").ok();
        JsonNode archived = rest.post(COUPONS + "/c:archive", "{}").ok().json();

        assertThat(archived.path("archivedAt").asText()).isEqualTo(TestServer.NOW.toString());
        assertThat(rest.post(COUPONS + "/c:archive", "{}").ok().json()).isEqualTo(archived);
        grant("h", "").refused(409, "COUPON_CLOSED", "couponId");
        assertThat(billed()).containsExactly("26.10", "26.10");
        rest.post(COUPONS + "/d:archive", "{}").refused(404, "COUPON_NOT_FOUND", "couponId");
    }

    @Test
    void a_coupon_is_granted_as_often_and_as_long_as_it_says() {
        rest.post(COUPONS, "{'couponId': 'c', 'name': 'N', 'percent': '10', 'maxGrants': 1}")
                .ok();
        grant("g", "").ok();
        grant("h", "").refused(409, "COUPON_EXHAUSTED", "couponId");

        rest.post(COUPONS, "{'couponId': 'd', 'name': 'N', 'percent': '10', 'grantableUntil': '2023-12-02T09:30:00Z'}")
                .ok();
        rest.post(GRANTS, "{'couponGrantId': 'i', 'couponId': 'd', 'customerId': 'ada'}")
                .refused(409, "COUPON_CLOSED", "couponId");
        assertThat(rest.get(ADAS).ok().json().path("grants")).hasSize(1);
    }

    @Test
    void what_does_not_fit_together_is_not_granted() {
        rest.post(COUPONS, "{'couponId': 'c', 'name': 'N', 'fixed': {'amount': '5', 'currency': 'EUR'}}")
                .ok();
        grant("g", "").refused(400, "CURRENCY_MISMATCH", "couponId");
        rest.post(COUPONS, "{'couponId': 'c', 'name': 'N', 'percent': '10'}").refused(409, "COUPON_EXISTS", "couponId");
        rest.post(COUPONS, "{'couponId': 'd', 'name': 'N', 'percent': '10'}").ok();
        rest.post(GRANTS, "{'couponGrantId': 'g', 'couponId': 'd', 'customerId': 'ada'}")
                .ok();
        rest.post(GRANTS, "{'couponGrantId': 'g', 'couponId': 'd', 'customerId': 'ada'}")
                .refused(409, "COUPON_GRANT_EXISTS", "couponGrantId");
    }

    private Rest.Answer grant(String key, String more) {
        return rest.post(
                GRANTS,
                "{'couponGrantId': '" + key + "', 'couponId': 'c', 'customerId': 'ada', 'from': '2023-11-01T00:00:00Z'"
                        + more + "}");
    }

    /** The totals of November and December. */
    private List<String> billed() {
        rest.post("/api/billing/runs", "{'cutOff': '2023-12-01'}").ok();
        List<String> totals = new ArrayList<>();
        for (JsonNode invoice : rest.get("/api/billing/invoices").ok().json().path("invoices")) {
            totals.add(invoice.path("total").path("amount").asText());
        }
        return totals;
    }

    /** 10 % of 29.00. */
    private static String redemption(int slot, JsonNode invoice) {
        return "{\"couponGrantId\":\"g\",\"subscriptionId\":\"ada\",\"slot\":" + slot + ",\"invoiceId\":\""
                + invoice.path("invoiceId").asText() + "\",\"amount\":{\"amount\":\"2.90\",\"currency\":\"USD\"}}";
    }
}
