package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.grpc.v1.CreateMeterRequest;
import io.billing4j.grpc.v1.MeterServiceGrpc.MeterServiceBlockingStub;
import io.billing4j.server.api.Rest.Answer;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads who asked for something that cannot be. */
class RefusalMessagesTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String CHOICES =
            "SUM, COUNT, MAX, LATEST, UNIQUE, TIME_WEIGHTED_SUM, TIME_WEIGHTED_UNIQUE, CUSTOM";
    private static final String CUT_OFF =
            "expected a date such as 2026-12-01 or an instant such as 2026-12-01T00:00:00Z but found ";

    private final Rest rest = SERVER.newTenant();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2023-13-01           | 2023-13-01",
                "today                | today",
                "1 December           | 1 December",
                "2023-12-01T00:00     | 2023-12-01T00:00",
                "2023-12-01T25:00:00Z | 2023-12-01T25:00:00Z"
            })
    void a_cut_off_that_is_neither_a_date_nor_an_instant_is_told_both_forms(String cutOff, String found) {
        Answer answer = rest.post("/api/billing/runs", "{'cutOff': '" + cutOff + "'}");
        answer.refused(400, "INVALID_DATE", "cutOff");
        assertThat(message(answer)).isEqualTo(CUT_OFF + found);
    }

    @Test
    void a_choice_that_is_not_made_names_the_choices() {
        Answer answer = rest.post("/api/billing/meters", "{'meterId': 'm'}");
        answer.refused(400, "MISSING_FIELD", "aggregation");
        assertThat(message(answer)).isEqualTo("one of " + CHOICES + " is required");
    }

    @Test
    void a_choice_that_is_none_names_the_choices() {
        Answer answer = rest.post("/api/billing/meters", "{'meterId': 'm', 'aggregation': 'sum'}");
        answer.refused(400, "INVALID_CHOICE", "aggregation");
        assertThat(message(answer)).isEqualTo("expected one of " + CHOICES + " but found sum");
    }

    @Test
    void a_number_that_stands_for_no_choice_names_the_choices() {
        MeterServiceBlockingStub meters = SERVER.stub(MeterServiceBlockingStub.class, rest);
        CreateMeterRequest request = CreateMeterRequest.newBuilder()
                .setMeterId("m")
                .setAggregationValue(99)
                .build();
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> meters.createMeter(request));
        assertThat(refused.getStatus().getDescription())
                .isEqualTo("expected one of " + CHOICES + " but found another number");
    }

    @Test
    void what_cannot_be_read_is_repeated() {
        assertThat(message(rest.post(
                        "/api/billing/customers", "{'customerId': 'c', 'name': 'C', 'timeZone': 'Berlin/Europe'}")))
                .isEqualTo("expected a time zone such as Europe/Berlin but found Berlin/Europe");
        assertThat(message(rest.post(
                        "/api/billing/subscriptions",
                        "{'subscriptionId': 's', 'customerId': 'c', 'planId': 'p', 'startDate': '01.12.2023'}")))
                .isEqualTo("expected a date such as 2026-11-01 but found 01.12.2023");
        assertThat(message(rest.post("/api/billing/settings:update", "{'grace': '3 days'}")))
                .isEqualTo("expected a duration such as P30D or PT36H but found 3 days");
        assertThat(message(rest.post("/api/billing/plans", plan("'1,50'", "1"))))
                .isEqualTo("expected a decimal such as 0.00015, without an exponent, but found 1,50");
        assertThat(message(rest.post("/api/billing/plans", plan("'1'", "1.5"))))
                .isEqualTo("expected a whole number from -2147483648 to 2147483647 but found 1.5");
    }

    @Test
    void what_is_repeated_is_cut_after_64_characters_and_keeps_no_control_character() {
        String zone = "\\u0007" + "z".repeat(10_000);
        assertThat(message(rest.post(
                        "/api/billing/customers", "{'customerId': 'c', 'name': 'C', 'timeZone': '" + zone + "'}")))
                .isEqualTo("expected a time zone such as Europe/Berlin but found ?" + "z".repeat(63) + "…");
    }

    @Test
    void a_body_without_its_type_is_told_which_one_it_needs() {
        Rest untyped =
                new Rest(rest.client(), rest.base(), rest.tenant(), Map.of("authorization", "Bearer " + rest.token()));
        Answer none = untyped.send("POST", "/api/billing/meters", BodyPublishers.ofString("{}"));
        none.refused(415, "MALFORMED_REQUEST", "");
        assertThat(message(none)).isEqualTo("expected the header Content-Type: application/json but found none");

        // What curl sends with -d unless it is told otherwise.
        Answer form = rest.with("content-type", "application/x-www-form-urlencoded")
                .post("/api/billing/meters", "{'meterId': 'm', 'aggregation': 'SUM'}");
        form.refused(415, "MALFORMED_REQUEST", "");
        assertThat(message(form))
                .isEqualTo("expected the header Content-Type: application/json but found"
                        + " application/x-www-form-urlencoded");
    }

    @Test
    void json_at_the_address_of_a_framed_call_is_told_what_goes_there() {
        assertThat(message(rest.post("/billing4j.v1.MeterService/ListMeters", "{}")))
                .isEqualTo("expected a Content-Type of gRPC, such as application/grpc, but found application/json");
    }

    private static String plan(String amount, String count) {
        return "{'planId': 'p', 'name': 'P', 'currency': 'USD', 'interval': {'unit': 'MONTH', 'count': " + count
                + "}, 'charges': [{'chargeId': 'c', 'description': 'd', 'price': {'flat': {'amount': " + amount
                + "}}}]}";
    }

    private static String message(Answer answer) {
        return answer.json().path("error").path("message").asText();
    }
}
