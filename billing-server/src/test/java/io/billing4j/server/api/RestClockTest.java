package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time travel over REST. */
class RestClockTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String CLOCK = "/api/billing/clock";

    @Test
    void through_two_februaries_periods_begin_on_the_last_day_of_the_month_by_their_anchor() {
        Offers ada = Offers.in(SERVER.newSandbox());
        ada.subscribed("2023-12-31", "");
        JsonNode advanced = ada.advanced("2025-03-31T00:00:00Z");
        List<String> expected = List.of(
                "2023-12-31",
                "2024-01-31",
                "2024-02-29",
                "2024-03-31",
                "2024-04-30",
                "2024-05-31",
                "2024-06-30",
                "2024-07-31",
                "2024-08-31",
                "2024-09-30",
                "2024-10-31",
                "2024-11-30",
                "2024-12-31",
                "2025-01-31",
                "2025-02-28",
                "2025-03-31");
        assertThat(days(advanced.path("runs"), "cutOff")).isEqualTo(expected);
        assertThat(advanced.path("runs"))
                .allMatch(run -> "COMPLETED".equals(run.path("status").asText()));
        assertThat(advanced.path("clock").path("now").asText()).isEqualTo("2025-03-31T00:00:00Z");
        assertThat(days(ada.invoices(), "periodStart")).isEqualTo(expected);
        assertThat(days(ada.invoices(), "issueDate")).isEqualTo(expected);
        assertThat(ada.invoices())
                .allMatch(invoice ->
                        "20.00".equals(invoice.path("total").path("amount").asText()));
    }

    @Test
    void what_had_fallen_due_before_is_billed_first() {
        Offers ada = Offers.in(SERVER.newSandbox());
        ada.subscribed("2023-11-15", "");
        assertThat(days(ada.advanced("2023-12-20T00:00:00Z").path("runs"), "cutOff"))
                .containsExactly("2023-12-02", "2023-12-15");
        assertThat(days(ada.invoices(), "periodStart")).containsExactly("2023-11-15", "2023-12-15");
    }

    @Test
    void the_clock_stands_where_it_was_set() {
        Rest rest = SERVER.newSandbox();
        assertThat(now(rest)).isEqualTo(TestServer.NOW.toString());
        rest.post(CLOCK + ":advance", "{'to': '2024-01-01T00:00:00.000001Z'}").ok();
        assertThat(now(rest)).isEqualTo("2024-01-01T00:00:00.000001Z");
        assertThat(rest.post(CLOCK + ":advance", "{'to': '2024-01-01T00:00:00.000001Z'}")
                        .ok()
                        .json()
                        .path("runs"))
                .isEmpty();
        assertThat(now(SERVER.newSandbox())).isEqualTo(TestServer.NOW.toString());
    }

    @Test
    void the_clock_never_goes_back() {
        Rest rest = SERVER.newSandbox();
        rest.post(CLOCK + ":advance", "{'to': '2023-12-02T09:29:59Z'}").refused(400, "INVALID_DATE", "to");
        rest.post(CLOCK + ":advance", "{}").refused(400, "MISSING_FIELD", "to");
        rest.post(CLOCK + ":advance", "{'to': 'tomorrow'}").refused(400, "INVALID_DATE", "to");
        assertThat(now(rest)).isEqualTo(TestServer.NOW.toString());
    }

    @Test
    void real_books_have_no_clock_that_can_be_moved() {
        Rest rest = SERVER.newTenant();
        rest.post(CLOCK + ":advance", "{'to': '2024-01-01T00:00:00Z'}").refused(409, "NOT_A_SANDBOX", "");
        assertThat(now(rest)).isEqualTo(TestServer.NOW.toString());
    }

    @Test
    void books_without_customers_begin_at_any_instant_and_nothing_is_billed_on_the_way() {
        Rest rest = SERVER.newSandbox();
        assertThat(rest.post(CLOCK + ":set", "{'to': '2020-02-29T00:00:00Z'}")
                        .ok()
                        .text())
                .isEqualTo("{\"now\":\"2020-02-29T00:00:00Z\"}");
        assertThat(now(rest)).isEqualTo("2020-02-29T00:00:00Z");
        Offers ada = Offers.in(rest);
        ada.subscribed("2020-02-29", "");
        rest.post(CLOCK + ":set", "{'to': '2020-04-01T00:00:00Z'}").ok();
        assertThat(ada.invoices()).isEmpty();
        rest.post(CLOCK + ":set", "{'to': '2020-03-31T00:00:00Z'}").refused(400, "INVALID_DATE", "to");
        rest.post(CLOCK + ":set", "{'to': '2050-04-02T00:00:00Z'}").refused(400, "INVALID_DATE", "to");
        rest.post(CLOCK + ":set", "{}").refused(400, "MISSING_FIELD", "to");
        SERVER.newTenant()
                .post(CLOCK + ":set", "{'to': '2024-01-01T00:00:00Z'}")
                .refused(409, "NOT_A_SANDBOX", "");
        assertThat(now(rest)).isEqualTo("2020-04-01T00:00:00Z");
    }

    private static String now(Rest rest) {
        return rest.get(CLOCK).ok().json().path("now").asText();
    }

    private static List<String> days(JsonNode messages, String field) {
        List<String> days = new ArrayList<>();
        messages.forEach(each -> days.add(each.path(field).asText().substring(0, 10)));
        return days;
    }
}
