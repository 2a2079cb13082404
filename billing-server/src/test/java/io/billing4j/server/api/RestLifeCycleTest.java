package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life cycle over REST, on 2 December 2023 at half past nine. */
class RestLifeCycleTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String NOW = TestServer.NOW.toString();

    private final Offers ada = Offers.in(SERVER.newSandbox());

    @Nested
    class A_trial {
        @Test
        void is_shown_with_its_end_and_moves_the_first_period() {
            JsonNode created = ada.subscribed("2023-12-01", ", 'trialDays': 14");
            assertThat(status(created)).isEqualTo("TRIALING");
            assertThat(text(created, "startDate")).isEqualTo("2023-12-01");
            assertThat(text(created, "start")).isEqualTo("2023-12-01T00:00:00Z");
            assertThat(text(created, "trialEnd")).isEqualTo("2023-12-15T00:00:00Z");
            assertThat(text(created, "anchorDate")).isEqualTo("2023-12-15");
            assertThat(text(created.path("changes").get(0), "trialEnd")).isEqualTo("2023-12-15T00:00:00Z");
        }

        @Test
        void ends_at_another_instant_that_lies_ahead() {
            ada.subscribed("2023-12-01", ", 'trialDays': 14");
            JsonNode extended = ada.changed("extendTrial", "{'trialEnd': '2023-12-20T12:00:00Z'}");
            assertThat(text(extended, "trialEnd")).isEqualTo("2023-12-20T12:00:00Z");
            assertThat(kinds(extended)).containsExactly("CREATED", "TRIAL_EXTENDED");
            ada.tried("extendTrial", "{'trialEnd': '2023-12-02T09:30:00Z'}").refused(400, "INVALID_DATE", "trialEnd");
            ada.tried("extendTrial", "{}").refused(400, "MISSING_FIELD", "trialEnd");
        }

        @Test
        void is_over_once_it_is_activated() {
            ada.subscribed("2023-12-01", ", 'trialDays': 14");
            JsonNode activated = ada.changed("activate", "{}");
            assertThat(status(activated)).isEqualTo("ACTIVE");
            assertThat(text(activated, "trialEnd")).isEqualTo(NOW);
            assertThat(kinds(activated)).containsExactly("CREATED", "ACTIVATED");
            ada.tried("activate", "{}").refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
            ada.tried("extendTrial", "{'trialEnd': '2023-12-20T00:00:00Z'}")
                    .refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
        }

        @Test
        void is_not_needed_to_begin_earlier() {
            assertThat(status(ada.subscribed("2023-12-10", ""))).isEqualTo("PENDING");
            JsonNode activated = ada.changed("activate", "");
            assertThat(status(activated)).isEqualTo("ACTIVE");
            assertThat(text(activated, "start")).isEqualTo(NOW);
        }
    }

    @Nested
    class A_group {
        @Test
        void is_what_it_is_for() {
            assertThat(text(ada.subscribed("2023-12-01", ", 'group': 'PO-7'"), "group"))
                    .isEqualTo("PO-7");
            assertThat(text(ada.changed("setGroup", "{'group': 'PO-8'}"), "group"))
                    .isEqualTo("PO-8");
            assertThat(text(ada.shown(), "group")).isEqualTo("PO-8");
            assertThat(ada.changed("setGroup", "{}").path("group").asText()).isEmpty();
            ada.tried("setGroup", "{'group': '" + "x".repeat(65) + "'}").refused(400, "INVALID_TEXT", "group");
        }
    }

    @Nested
    class A_rest {
        @Test
        void begins_and_ends() {
            ada.subscribed("2023-12-01", "");
            JsonNode paused = ada.changed("pause", "{}");
            assertThat(status(paused)).isEqualTo("PAUSED");
            assertThat(text(last(paused), "pausedFees")).isEqualTo("STOP");
            ada.tried("pause", "{}").refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
            assertThat(status(ada.changed("resume", "{'settlement': 'NEXT_INVOICE'}")))
                    .isEqualTo("ACTIVE");
            ada.tried("resume", "{}").refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
        }

        @Test
        void may_begin_later_and_leave_fees_alone() {
            ada.subscribed("2023-12-01", "");
            JsonNode paused = ada.changed("pause", "{'effectiveAt': '2023-12-20T00:00:00Z', 'pausedFees': 'CONTINUE'}");
            assertThat(status(paused)).isEqualTo("ACTIVE");
            assertThat(text(last(paused), "pausedFees")).isEqualTo("CONTINUE");
            ada.advanced("2023-12-20T00:00:00Z");
            assertThat(status(ada.shown())).isEqualTo("PAUSED");
        }

        @Test
        void is_something_else_than_an_overdue_payment() {
            ada.subscribed("2023-12-01", "");
            assertThat(status(ada.changed("markPastDue", "{}"))).isEqualTo("PAST_DUE");
            ada.tried("markPastDue", "{}").refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
            assertThat(status(ada.changed("recover", "{}"))).isEqualTo("ACTIVE");
            ada.tried("recover", "{}").refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
        }
    }

    @Nested
    class What_it_consists_of {
        @Test
        void is_its_plan_and_its_add_ons() {
            ada.subscribed("2023-12-01", ", 'quantity': '2'");
            JsonNode more = ada.changed("setAddOn", "{'planId': 'support', 'quantity': '3'}");
            assertThat(more.path("items").toString())
                    .isEqualTo("[{\"planId\":\"basic\",\"planVersion\":1,\"quantity\":\"2\",\"addOn\":false},"
                            + "{\"planId\":\"support\",\"planVersion\":1,\"quantity\":\"3\",\"addOn\":true}]");
            assertThat(text(
                            ada.changed("setAddOn", "{'planId': 'support'}")
                                    .path("items")
                                    .get(1),
                            "quantity"))
                    .isEqualTo("1");
            assertThat(ada.changed("removeAddOn", "{'planId': 'support'}").path("items"))
                    .hasSize(1);
            ada.tried("removeAddOn", "{'planId': 'support'}").refused(409, "ILLEGAL_TRANSITION", "planId");
        }

        @Test
        void has_one_interval_and_no_plan_twice() {
            ada.subscribed("2023-12-01", "");
            ada.tried("setAddOn", "{'planId': 'annual'}").refused(409, "INTERVAL_MISMATCH", "planId");
            ada.tried("setAddOn", "{'planId': 'basic'}").refused(409, "AMBIGUOUS_CHARGE", "planId");
        }

        @Test
        void changes_with_the_plan() {
            ada.subscribed("2023-12-01", "");
            JsonNode changed = ada.changed("changePlan", "{'planId': 'pro', 'planVersion': 1, 'timing': 'NOW'}");
            assertThat(text(changed, "planId")).isEqualTo("pro");
            assertThat(text(last(changed), "feesFrom")).isEqualTo(NOW);
            ada.tried("changePlan", "{'planId': 'pro', 'planVersion': 2}")
                    .refused(404, "PLAN_NOT_FOUND", "planVersion");
        }

        @Test
        void is_counted_anew_by_another_interval_only_where_no_period_has_a_document() {
            ada.subscribed("2023-11-01", "");
            ada.rest().post("/api/billing/runs", "{'cutOff': '2023-12-01'}").ok();
            ada.tried("changePlan", "{'planId': 'annual', 'effectiveAt': '2023-11-15T00:00:00Z'}")
                    .refused(409, "PERIODS_ARE_OPEN", "effectiveAt");
            assertThat(text(ada.changed("changePlan", "{'planId': 'annual'}"), "planId"))
                    .isEqualTo("annual");
        }

        @Test
        void leaves_fees_alone_until_the_next_period_where_nothing_is_to_be_settled() {
            ada.subscribed("2023-12-01", "");
            JsonNode change = last(ada.changed("changeQuantity", "{'quantity': '4', 'settlement': 'NONE'}"));
            assertThat(text(change, "effectiveAt")).isEqualTo(NOW);
            assertThat(text(change, "feesFrom")).isEqualTo("2024-01-01T00:00:00Z");
        }
    }

    @Nested
    class A_scheduled_change {
        @Test
        void is_listed_until_it_is_withdrawn() {
            ada.subscribed("2023-12-01", "");
            JsonNode changed = ada.changed("changeQuantity", "{'quantity': '4', 'timing': 'PERIOD_END'}");
            assertThat(text(changed, "quantity")).isEqualTo("1");
            JsonNode scheduled = ada.scheduled();
            assertThat(scheduled).hasSize(1);
            assertThat(scheduled.get(0).path("number").asInt()).isEqualTo(2);
            assertThat(text(scheduled.get(0), "kind")).isEqualTo("QUANTITY_CHANGED");
            assertThat(text(scheduled.get(0), "quantity")).isEqualTo("4");
            assertThat(text(scheduled.get(0), "effectiveAt")).isEqualTo("2024-01-01T00:00:00Z");

            JsonNode withdrawn = ada.changed("withdraw", "{'change': 2}");
            assertThat(kinds(withdrawn)).containsExactly("CREATED", "QUANTITY_CHANGED", "WITHDRAWN");
            assertThat(last(withdrawn).path("change").asInt()).isEqualTo(2);
            assertThat(ada.scheduled()).isEmpty();
            ada.tried("withdraw", "{'change': 2}").refused(409, "CHANGE_NOT_SCHEDULED", "change");
        }

        @Test
        void is_listed_until_it_has_taken_effect() {
            ada.subscribed("2023-12-01", "");
            ada.changed("changeQuantity", "{'quantity': '4', 'timing': 'PERIOD_END'}");
            ada.advanced("2024-01-01T00:00:00Z");
            assertThat(ada.scheduled()).isEmpty();
            assertThat(text(ada.shown(), "quantity")).isEqualTo("4");
            ada.tried("withdraw", "{'change': 2}").refused(409, "CHANGE_NOT_SCHEDULED", "change");
        }
    }

    @Nested
    class Its_end {
        @Test
        void comes_with_the_period_if_nothing_else_is_said_and_may_be_taken_back() {
            ada.subscribed("2023-12-01", "");
            JsonNode canceled = ada.changed("cancel", "{}");
            assertThat(status(canceled)).isEqualTo("ACTIVE");
            assertThat(text(canceled, "end")).isEqualTo("2024-01-01T00:00:00Z");
            ada.tried("cancel", "{}").refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
            assertThat(ada.changed("uncancel", "{}").has("end")).isFalse();
            ada.tried("uncancel", "{}").refused(409, "CHANGE_NOT_SCHEDULED", "subscriptionId");
        }

        @Test
        void comes_at_once_or_at_an_instant() {
            ada.subscribed("2023-12-01", "");
            assertThat(text(ada.changed("cancel", "{'effectiveAt': '2023-12-24T18:00:00Z'}"), "end"))
                    .isEqualTo("2023-12-24T18:00:00Z");
            JsonNode canceled = ada.changed("cancel", "{'timing': 'NOW'}");
            assertThat(status(canceled)).isEqualTo("CANCELED");
            assertThat(text(canceled, "end")).isEqualTo(NOW);
            ada.tried("changeQuantity", "{'quantity': '2'}").refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
        }

        @Test
        void comes_with_a_term_that_is_not_renewed() {
            String quarter = ", 'term': {'interval': {'unit': 'QUARTER'}}";
            JsonNode created = ada.subscribed("2023-12-01", quarter);
            assertThat(created.path("term").asInt()).isEqualTo(1);
            assertThat(text(created, "termEnd")).isEqualTo("2024-03-01T00:00:00Z");
            assertThat(text(created, "end")).isEqualTo("2024-03-01T00:00:00Z");
            assertThat(created.path("changes").get(0).path("term").toString())
                    .isEqualTo("{\"interval\":{\"unit\":\"QUARTER\",\"count\":1},\"renews\":false}");
            ada.tried("expire", "{}").refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
            ada.advanced("2024-03-01T00:00:00Z");
            assertThat(status(ada.shown())).isEqualTo("EXPIRED");
        }

        @Test
        void does_not_come_with_a_term_that_is_renewed() {
            ada.subscribed("2023-12-01", ", 'term': {'interval': {'unit': 'QUARTER'}}");
            JsonNode renewed =
                    ada.changed("renew", "{'term': {'interval': {'unit': 'MONTH', 'count': 2}, 'renews': true}}");
            assertThat(renewed.has("end")).isFalse();
            assertThat(text(last(renewed), "effectiveAt")).isEqualTo("2024-03-01T00:00:00Z");
            ada.tried("renew", "{'term': {'interval': {'unit': 'MONTH'}}}")
                    .refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
            ada.advanced("2024-05-02T00:00:00Z");
            assertThat(ada.shown().path("term").asInt()).isEqualTo(3);
            assertThat(text(ada.changed("expire", "{}"), "end")).isEqualTo("2024-07-01T00:00:00Z");
        }

        @Test
        void without_a_term_is_nothing_to_expire_or_renew() {
            ada.subscribed("2023-12-01", "");
            ada.tried("expire", "{}").refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
            ada.tried("renew", "{'term': {'interval': {'unit': 'MONTH'}}}")
                    .refused(409, "ILLEGAL_TRANSITION", "subscriptionId");
        }
    }

    @Nested
    class Its_zone {
        @Test
        void changes_at_the_next_boundary() {
            ada.subscribed("2023-12-01", "");
            JsonNode changed = ada.changed("changeZone", "{'timeZone': 'Europe/Berlin'}");
            assertThat(text(changed, "timeZone")).isEqualTo("Z");
            assertThat(text(last(changed), "timeZone")).isEqualTo("Europe/Berlin");
            assertThat(text(last(changed), "effectiveAt")).isEqualTo("2024-01-01T00:00:00Z");
            ada.advanced("2024-01-15T00:00:00Z");
            assertThat(text(ada.shown(), "timeZone")).isEqualTo("Europe/Berlin");
            // The first of February begins an hour earlier there.
            assertThat(text(ada.invoices().get(1), "periodEnd")).isEqualTo("2024-01-31T23:00:00Z");
        }
    }

    @Nested
    class A_list {
        @Test
        void tells_what_each_is_and_not_what_happened_to_it() {
            ada.subscribed("2023-12-01", "");
            JsonNode each = ada.rest()
                    .get("/api/billing/subscriptions")
                    .ok()
                    .json()
                    .path("subscriptions")
                    .get(0);
            assertThat(each.path("items")).hasSize(1);
            assertThat(each.path("changes")).isEmpty();
        }
    }

    private static JsonNode last(JsonNode subscription) {
        JsonNode changes = subscription.path("changes");
        return changes.get(changes.size() - 1);
    }

    private static List<String> kinds(JsonNode subscription) {
        return StreamSupport.stream(subscription.path("changes").spliterator(), false)
                .map(change -> text(change, "kind"))
                .toList();
    }

    private static String status(JsonNode subscription) {
        return text(subscription, "status");
    }

    private static String text(JsonNode message, String field) {
        return message.path(field).asText();
    }
}
