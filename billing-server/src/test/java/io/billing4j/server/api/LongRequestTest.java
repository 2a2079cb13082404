package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.UsageEvent;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceBlockingStub;
import io.billing4j.server.api.Rest.Answer;
import io.billing4j.server.transport.BillingServer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of more than 8 MiB, which are 8,388,608 bytes. */
class LongRequestTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String LIMIT = "expected a request, or in a stream a message, of at most 8388608 bytes";

    private final Rest tenant = SERVER.newTenant();

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc", "application/grpc+proto", "application/grpc-web+proto"})
    void in_grpc_are_refused_by_a_status_of_grpc(String type) throws Exception {
        HttpResponse<String> answer = framed(tenant, type);

        HttpHeaders headers = answer.headers();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(headers.firstValue("content-type")).hasValue(type);
        assertThat(headers.firstValue("grpc-status")).hasValue("8");
        assertThat(headers.firstValue("grpc-message")).hasValue(LIMIT);
        assertThat(headers.firstValue("x-correlation-id")).hasValue("long-4711");
        com.google.rpc.Status status = com.google.rpc.Status.parseFrom(Base64.getDecoder()
                .decode(headers.firstValue("grpc-status-details-bin").orElseThrow()));
        assertThat(status.getCode()).isEqualTo(8);
        assertThat(status.getDetailsList())
                .extracting((Any detail) -> detail.unpack(ErrorInfo.class).getReason())
                .containsExactly("MALFORMED_REQUEST");
    }

    @Test
    void of_a_stub_are_exhausted_resources_and_say_the_limit() {
        StatusRuntimeException error = refusal(SERVER, tenant);

        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(error.getStatus().getDescription()).isEqualTo(LIMIT);
        assertThat(GrpcErrorDetails.of(error, ErrorInfo.class).getReason()).isEqualTo("MALFORMED_REQUEST");
    }

    @Test
    void of_rest_are_refused_by_http_in_the_form_of_all_errors() {
        Answer answer =
                tenant.postBytes("/api/billing/usage", new byte[Math.toIntExact(BillingServer.LONGEST_REQUEST) + 1]);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("error").path("code").asText()).isEqualTo("MALFORMED_REQUEST");
        assertThat(answer.json().path("error").path("message").asText()).isEqualTo(LIMIT);
    }

    /** Though HTTP says 200. The 8 is RESOURCE_EXHAUSTED. */
    @ParameterizedTest
    @ValueSource(strings = {"application/grpc", "application/grpc-web+proto", "a stub"})
    void in_grpc_are_measured_as_failures_with_their_status(String type) throws Exception {
        TestServer measured = new TestServer();
        measured.start();
        try {
            Rest client = measured.newTenant();
            if (type.equals("a stub")) {
                refusal(measured, client);
            } else {
                framed(client, type);
            }

            // A call is measured after its answer.
            List<String> calls = Stream.generate(() -> calls(client))
                    .limit(1_000)
                    .filter(seen -> !seen.isEmpty())
                    .findFirst()
                    .orElse(List.of());
            // By no name of the call's: it has not come so far.
            assertThat(calls)
                    .singleElement()
                    .asString()
                    .contains("grpc_status=\"8\"", "http_status=\"200\"", "result=\"failure\"")
                    .endsWith("} 1.0");
        } finally {
            measured.leave();
        }
    }

    /** The counters of calls that have counted any. */
    private static List<String> calls(Rest client) {
        return client.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("billing_server_requests_total{") && !line.endsWith(" 0.0"))
                .toList();
    }

    private static HttpResponse<String> framed(Rest client, String type) throws Exception {
        byte[] body = new byte[Math.toIntExact(BillingServer.LONGEST_REQUEST) + 1];
        HttpRequest request = HttpRequest.newBuilder(client.base().resolve("/billing4j.v1.UsageService/RecordUsage"))
                .header("content-type", type)
                .header("authorization", "Bearer " + client.token())
                .header("x-correlation-id", "long-4711")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static StatusRuntimeException refusal(TestServer server, Rest client) {
        RecordUsageRequest request = RecordUsageRequest.newBuilder()
                .addEvents(
                        UsageEvent.newBuilder().setEventId("x".repeat(Math.toIntExact(BillingServer.LONGEST_REQUEST))))
                .build();
        UsageServiceBlockingStub stub = server.stub(UsageServiceBlockingStub.class, client);
        StatusRuntimeException error =
                catchThrowableOfType(StatusRuntimeException.class, () -> stub.recordUsage(request));
        assertThat(error).isNotNull();
        return error;
    }
}
