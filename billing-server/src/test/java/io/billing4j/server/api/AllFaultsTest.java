package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import io.billing4j.grpc.v1.CreatePlanRequest;
import io.billing4j.grpc.v1.GetPlanRequest;
import io.billing4j.grpc.v1.PlanServiceGrpc.PlanServiceBlockingStub;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.UsageEvent;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceBlockingStub;
import io.billing4j.server.api.Rest.Answer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever sends a wrong request mends all of it at once. */
class AllFaultsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private final Rest rest = SERVER.newTenant();

    @Test
    void of_json_and_of_values_are_told_together() {
        Answer answer = rest.post(
                "/api/billing/plans",
                "{'name': 'N', 'currency': 'XYZ', 'colour': 1, 'interval': {'unit': 'FORTNIGHT', 'count': 0}, 'charges': ["
                        + "{'chargeId': 'a b', 'price': {'flat': {'amount': 1}}}, null]}");
        answer.refused(400, "UNKNOWN_FIELD", "colour");
        assertThat(details(answer))
                .containsExactly(
                        "UNKNOWN_FIELD colour",
                        "INVALID_CHOICE interval.unit",
                        "MALFORMED_REQUEST charges[0].price.flat.amount",
                        "MALFORMED_REQUEST charges[1]",
                        "MISSING_FIELD planId",
                        "INVALID_CURRENCY currency",
                        "INVALID_NUMBER interval.count",
                        "INVALID_KEY charges[0].chargeId",
                        "MISSING_FIELD charges[0].description");
    }

    @Test
    void of_a_query_are_told_together() {
        Answer answer =
                rest.get("/api/billing/usage?colour=red&start=soon&end=2024-01-01T00:00:00Z&end=2024-02-01T00:00:00Z");
        answer.refused(400, "UNKNOWN_FIELD", "colour");
        assertThat(details(answer))
                .containsExactly(
                        "UNKNOWN_FIELD colour",
                        "INVALID_DATE start",
                        "MALFORMED_REQUEST end",
                        "MISSING_FIELD subscriptionId",
                        "MISSING_FIELD meterId");
    }

    @Test
    void of_a_body_that_also_stands_in_the_address_are_told() {
        Answer answer = rest.post("/api/billing/plans/a:archive?colour=red", "{'planId': 'a'}");
        assertThat(details(answer)).containsExactly("UNKNOWN_FIELD colour", "MALFORMED_REQUEST planId");
    }

    @Test
    void are_violations_in_grpc() {
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> SERVER.stub(PlanServiceBlockingStub.class, rest)
                        .createPlan(CreatePlanRequest.newBuilder().setName("N").build()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription()).isEqualTo("a key of 1 to 64 characters is required");
        assertThat(GrpcErrorDetails.of(refused, BadRequest.class).getFieldViolationsList())
                .extracting(violation -> violation.getReason() + " " + violation.getField())
                .containsExactly(
                        "MISSING_FIELD planId",
                        "MISSING_FIELD currency",
                        "MISSING_FIELD interval",
                        "PLAN_WITHOUT_CHARGES charges");
    }

    @Test
    void are_a_hundred_at_most_and_as_many_as_headers_hold_in_grpc() {
        StringBuilder json = new StringBuilder();
        RecordUsageRequest.Builder request = RecordUsageRequest.newBuilder();
        for (int i = 0; i < 200; i++) {
            json.append(i == 0 ? "{}" : ", {}");
            request.addEvents(UsageEvent.getDefaultInstance());
        }
        Answer answer = rest.post("/api/billing/usage", "{'events': [" + json + "]}");
        assertThat(details(answer)).hasSize(100).startsWith("MISSING_FIELD events[0].eventId");

        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> SERVER.stub(UsageServiceBlockingStub.class, rest).recordUsage(request.build()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        List<FieldViolation> violations =
                GrpcErrorDetails.of(refused, BadRequest.class).getFieldViolationsList();
        assertThat(violations).hasSizeBetween(10, 99);
        assertThat(violations.get(0).getField()).isEqualTo("events[0].eventId");
    }

    @Test
    void a_field_of_a_newer_client_is_refused_in_grpc_as_in_json() {
        GetPlanRequest newer = GetPlanRequest.newBuilder()
                .setPlanId("p")
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().mergeVarintField(99, 1).build())
                .build();
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> SERVER.stub(PlanServiceBlockingStub.class, rest).getPlan(newer));
        assertThat(GrpcErrorDetails.of(refused, BadRequest.class).getFieldViolationsList())
                .extracting(violation -> violation.getReason() + " " + violation.getField())
                .containsExactly("UNKNOWN_FIELD 99");
    }

    private static List<String> details(Answer answer) {
        List<String> details = new ArrayList<>();
        answer.json().path("error").path("details").forEach(detail -> {
            assertThat(detail.path("message").asText()).isNotBlank();
            details.add(
                    detail.path("code").asText() + " " + detail.path("field").asText());
        });
        return details;
    }
}
