package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who did what, over REST. */
class RestAuditTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String AUDIT = "/api/billing/audit";

    private final Rest rest = SERVER.newTenant();

    @Test
    void an_entry_says_who_did_what_in_which_request() {
        rest.with("x-correlation-id", "order-4711")
                .post("/api/billing/customers", "{'customerId': 'ada', 'name': 'Ada'}")
                .ok();
        JsonNode entries = entries("?subjectType=customer&subjectId=ada");
        assertThat(entries).hasSize(1);
        JsonNode entry = entries.get(0);
        assertThat(entry.path("action").asText()).isEqualTo("customer.created");
        assertThat(entry.path("actor").asText()).isNotEmpty();
        assertThat(entry.path("correlationId").asText()).isEqualTo("order-4711");
        assertThat(entry.path("subjectType").asText()).isEqualTo("customer");
        assertThat(entry.path("subjectId").asText()).isEqualTo("ada");
        assertThat(entry.path("before")).isEmpty();
        assertThat(entry.path("after").path("currency").asText()).isEqualTo("USD");
        assertThat(entry.path("recordedAt").asText()).isEqualTo("2023-12-02T09:30:00Z");
        assertThat(entry.path("entryId").asText()).hasSize(36);
    }

    @Test
    void entries_of_a_thing_come_page_by_page_in_the_order_of_time() {
        Offers ada = Offers.in(rest);
        ada.subscribed("2023-12-02", "");
        ada.changed("setGroup", "{'group': 'PO-8'}");
        ada.changed("pause", "{}");
        String of = "?subjectType=subscription&subjectId=ada&pageSize=2";
        JsonNode first = rest.get(AUDIT + of).ok().json();
        assertThat(first.path("entries"))
                .extracting(entry -> entry.path("action").asText())
                .containsExactly("subscription.created", "subscription.group_changed");
        assertThat(first.path("entries").get(1).path("after").path("group").asText())
                .isEqualTo("PO-8");
        assertThat(entries(of + "&pageToken=" + first.path("nextPageToken").asText()))
                .extracting(entry -> entry.path("action").asText())
                .containsExactly("subscription.paused");
    }

    @Test
    void a_thing_is_named_by_kind_and_key() {
        assertThat(entries("?subjectType=customer&subjectId=nobody")).isEmpty();
        assertThat(entries("?subjectType=spoon&subjectId=ada")).isEmpty();
        rest.get(AUDIT + "?subjectType=customer").refused(400, "MISSING_FIELD", "subjectId");
        rest.get(AUDIT + "?subjectId=ada").refused(400, "MISSING_FIELD", "subjectType");
    }

    private JsonNode entries(String query) {
        return rest.get(AUDIT + query).ok().json().path("entries");
    }
}
