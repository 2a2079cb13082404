package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.grpc.v1.GetSubscriptionRequest;
import io.billing4j.grpc.v1.SubscriptionServiceGrpc.SubscriptionServiceBlockingStub;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.Rest.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changes of what the caller has seen, and of nothing else, on PostgreSQL. */
@Timeout(120)
class RevisionTest {
    private static final HikariDataSource POOL = TestDatabase.fresh().pool();

    @RegisterExtension
    static final TestServer SERVER =
            new TestServer(JdbcBillingStore.builder(POOL).build());

    private static final String SETTINGS = "/api/billing/settings";
    private static final String SUBSCRIPTION = "/api/billing/subscriptions/ada";
    private static final String PLAN = "/api/billing/plans/basic";
    private static final String CUSTOMER = "/api/billing/customers/ada";
    private static final String RULE = "/api/billing/taxRules/r";

    private final Rest rest = SERVER.newSandbox(Duration.ofDays(3));
    private final Offers ada = Offers.in(rest);

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Nested
    class Of_two_who_have_seen_the_same {
        @Test
        void the_second_changes_no_settings() {
            second_is_refused(SETTINGS, SETTINGS + ":update", "'grace': 'PT1H'", "'grace': 'PT2H'");
            assertThat(shown(SETTINGS).path("grace").asText()).isEqualTo("PT1H");
        }

        @Test
        void the_second_changes_no_subscription() {
            ada.subscribed("2023-12-01", "");
            second_is_refused(SUBSCRIPTION, SUBSCRIPTION + ":changeQuantity", "'quantity': '3'", "'quantity': '4'");
            second_is_refused(SUBSCRIPTION, SUBSCRIPTION + ":setGroup", "'group': 'PO-1'", "'group': 'PO-2'");
            String first = revision(SUBSCRIPTION);
            ada.changed("cancel", "{'ifRevision': '" + first + "'}");
            ada.tried("pause", "{'ifRevision': '" + first + "'}").refused(409, "REVISION_CONFLICT", "ifRevision");
            ada.changed("uncancel", "{'ifRevision': '" + revision(SUBSCRIPTION) + "'}");
            assertThat(ada.shown().path("quantity").asText()).isEqualTo("3");
            assertThat(ada.shown().path("group").asText()).isEqualTo("PO-1");
        }

        @Test
        void the_second_changes_no_plan() {
            String version = "'interval': {'unit': 'MONTH'}, 'charges': [{'chargeId': 'fee', 'description': 'Fee',"
                    + " 'price': {'flat': {'amount': '21'}}}]";
            second_is_refused(PLAN, PLAN + ":addVersion", version, version.replace("21", "22"));
            assertThat(shown(PLAN).path("version").asInt()).isEqualTo(2);
            String seen = revision(PLAN);
            rest.post(PLAN + ":archive", "{'ifRevision': '" + seen + "'}").ok();
            assertThat(revision(PLAN)).isNotEqualTo(seen);
            rest.post(PLAN + ":archive", "{'ifRevision': '" + seen + "'}")
                    .refused(409, "REVISION_CONFLICT", "ifRevision");
        }

        @Test
        void the_second_moves_no_customer() {
            rest.post(
                            SETTINGS + ":update",
                            "{'invoiceTemplate': 'I-{entity}-{seq:3}', 'creditNotes': {'template': 'N-{entity}-{seq:3}'}}")
                    .ok();
            rest.post("/api/billing/entities", "{'entityId': 'uk', 'name': 'UK'}")
                    .ok();
            rest.post("/api/billing/entities", "{'entityId': 'de', 'name': 'DE'}")
                    .ok();
            second_is_refused(CUSTOMER, CUSTOMER + ":move", "'entity': 'uk'", "'entity': 'de'");
            assertThat(shown(CUSTOMER).path("entity").asText()).isEqualTo("uk");
        }

        @Test
        void the_second_ends_no_rule() {
            rest.post(
                            "/api/billing/taxRules",
                            "{'taxRuleId': 'r', 'from': '2021-01-01', 'notDue': {'why': 'EXEMPT', 'reason': 'Art'}}")
                    .ok();
            second_is_refused(RULE, RULE + ":end", "'until': '2030-01-01'", "'until': '2031-01-01'");
            assertThat(shown(RULE).path("until").asText()).isEqualTo("2030-01-01");
        }

        @Test
        void the_second_does_nothing_with_a_document() {
            String draft = draft();
            String seen = revision(draft);
            rest.post(draft + ":finalize", "{'ifRevision': '" + seen + "'}").ok();
            String issued = revision(draft);
            assertThat(issued).isNotEqualTo(seen);
            for (String verb : List.of("refresh", "finalize")) {
                rest.post(draft + ":" + verb, "{'ifRevision': '" + seen + "'}")
                        .refused(409, "REVISION_CONFLICT", "ifRevision");
            }
            second_is_refused(draft, draft + ":void", "'intent': 'WAIVE'", "'intent': 'REISSUE'");
        }

        @Test
        void one_wins_however_close_they_are() throws Exception {
            int writers = 4;
            String seen = revision(SETTINGS);
            CyclicBarrier start = new CyclicBarrier(writers);
            ExecutorService threads = Executors.newFixedThreadPool(writers);
            List<Integer> statuses = new ArrayList<>();
            try {
                List<Future<Answer>> asked = new ArrayList<>();
                for (int i = 1; i <= writers; i++) {
                    String update = "{'grace': 'PT" + i + "H', 'ifRevision': '" + seen + "'}";
                    Callable<Answer> ask = () -> {
                        start.await();
                        return rest.post(SETTINGS + ":update", update);
                    };
                    asked.add(threads.submit(ask));
                }
                for (Future<Answer> each : asked) {
                    statuses.add(each.get(60, TimeUnit.SECONDS).status());
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
        }

        private void second_is_refused(String shown, String verb, String first, String second) {
            String seen = revision(shown);
            String changed = rest.post(verb, "{" + first + ", 'ifRevision': '" + seen + "'}")
                    .ok()
                    .json()
                    .path("revision")
                    .asText();
            assertThat(changed).isNotEqualTo(seen).isEqualTo(revision(shown));
            Answer refused = rest.post(verb, "{" + second + ", 'ifRevision': '" + seen + "'}");
            refused.refused(409, "REVISION_CONFLICT", "ifRevision");
            assertThat(refused.json().path("error").path("message").asText())
                    .isEqualTo("expected " + seen + " but found " + changed);
            assertThat(revision(shown)).isEqualTo(changed);
        }
    }

    @Nested
    class A_revision {
        @Test
        void is_the_same_wherever_it_is_shown() {
            String created = ada.subscribed("2023-12-01", "").path("revision").asText();
            assertThat(created).matches("[0-9a-f]{16}").isEqualTo(revision(SUBSCRIPTION));
            assertThat(rest.get("/api/billing/subscriptions")
                            .ok()
                            .json()
                            .path("subscriptions")
                            .get(0)
                            .path("revision")
                            .asText())
                    .isEqualTo(created);
            assertThat(SERVER.stub(SubscriptionServiceBlockingStub.class, rest)
                            .getSubscription(GetSubscriptionRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .build())
                            .getRevision())
                    .isEqualTo(created);
            JsonNode status = rest.get("/api/billing?customerId=ada").ok().json();
            assertThat(status.path("customer").path("revision").asText()).isEqualTo(revision(CUSTOMER));
            assertThat(status.path("subscriptions").get(0).path("revision").asText())
                    .isEqualTo(created);
        }

        @Test
        void stays_while_time_goes_on() {
            String created = ada.subscribed("2023-12-10", ", 'trialDays': 14")
                    .path("revision")
                    .asText();
            String settings = revision(SETTINGS);
            String before = ada.shown().path("status").asText();
            ada.advanced("2024-02-01T00:00:00Z");
            assertThat(ada.shown().path("status").asText()).isNotEqualTo(before);
            assertThat(revision(SUBSCRIPTION)).isEqualTo(created);
            assertThat(revision(SETTINGS)).isEqualTo(settings);
            ada.changed("changeQuantity", "{'quantity': '3', 'ifRevision': '" + created + "'}");
        }

        @Test
        void stays_where_nothing_is_changed() {
            String settings = revision(SETTINGS);
            assertThat(rest.post(SETTINGS + ":update", "{}")
                            .ok()
                            .json()
                            .path("revision")
                            .asText())
                    .isEqualTo(settings);
            rest.post(PLAN + ":archive", "{}").ok();
            String archived = revision(PLAN);
            rest.post(PLAN + ":archive", "{'ifRevision': '" + archived + "'}").ok();
            assertThat(revision(PLAN)).isEqualTo(archived);
        }

        @Test
        void is_of_one_thing() {
            assertThat(revision(PLAN)).isNotEqualTo(revision("/api/billing/plans/pro"));
            rest.post(PLAN + ":archive", "{'ifRevision': '" + revision("/api/billing/plans/pro") + "'}")
                    .refused(409, "REVISION_CONFLICT", "ifRevision");
            rest.post(SETTINGS + ":update", "{'ifRevision': 'x'}").refused(409, "REVISION_CONFLICT", "ifRevision");
        }

        @Test
        void is_of_nothing_that_is_not_there() {
            rest.post("/api/billing/plans/nope:archive", "{'ifRevision': 'x'}")
                    .refused(404, "PLAN_NOT_FOUND", "planId");
            ada.tried("pause", "{'ifRevision': 'x'}").refused(404, "SUBSCRIPTION_NOT_FOUND", "subscriptionId");
            rest.post(RULE + ":end", "{'until': '2030-01-01', 'ifRevision': 'x'}")
                    .refused(404, "TAX_RULE_NOT_FOUND", "taxRuleId");
            rest.post("/api/billing/customers/eve:move", "{'entity': 'uk', 'ifRevision': 'x'}")
                    .refused(404, "CUSTOMER_NOT_FOUND", "customerId");
            rest.post("/api/billing/invoices/0190b6a1-7c00-7000-8000-000000000000:finalize", "{'ifRevision': 'x'}")
                    .refused(404, "INVOICE_NOT_FOUND", "invoiceId");
        }

        @Test
        void is_not_said_in_a_preview() {
            ada.subscribed("2023-12-01", "");
            ada.tried(
                            "previewChange",
                            "{'changePlan': {'planId': 'pro', 'ifRevision': '" + revision(SUBSCRIPTION) + "'}}")
                    .refused(400, "MALFORMED_REQUEST", "changePlan.ifRevision");
        }
    }

    @Nested
    class Beside_a_key {
        @Test
        void what_was_done_is_answered_as_it_was_then() {
            String seen = revision(SETTINGS);
            String update = "{'grace': 'PT1H', 'ifRevision': '" + seen + "'}";
            again(SETTINGS + ":update", update);
            keyed("other").post(SETTINGS + ":update", update).refused(409, "REVISION_CONFLICT", "ifRevision");
        }

        /** Made again it would change nothing, but be refused: its revision is another because of itself. */
        @Test
        void so_is_what_is_made_again_without_one() {
            String draft = draft();
            again(draft + ":finalize", "{'ifRevision': '" + revision(draft) + "'}");
            again(PLAN + ":archive", "{'ifRevision': '" + revision(PLAN) + "'}");
        }

        private void again(String path, String json) {
            Rest keyed = keyed("k" + path.length());
            Answer first = keyed.post(path, json).ok();
            Answer second = keyed.post(path, json).ok();
            assertThat(first.header("idempotency-replayed")).isEmpty();
            assertThat(second.header("idempotency-replayed")).isEqualTo("true");
            assertThat(second.text()).isEqualTo(first.text());
        }

        private Rest keyed(String key) {
            return rest.with("idempotency-key", key);
        }
    }

    private String draft() {
        ada.subscribed("2023-12-01", "");
        ada.advanced("2023-12-05T09:00:00Z");
        return "/api/billing/invoices/"
                + ada.invoices().get(0).path("invoiceId").asText();
    }

    private JsonNode shown(String path) {
        return rest.get(path).ok().json();
    }

    private String revision(String path) {
        return shown(path).path("revision").asText();
    }
}
