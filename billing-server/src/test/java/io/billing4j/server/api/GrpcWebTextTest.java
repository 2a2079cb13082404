package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of browsers that can send nothing but text. */
class GrpcWebTextTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final byte[] EMPTY = Wire.framed(0, 0, new byte[0]);

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web-text", "application/grpc-web-text+proto"})
    void are_answered_in_text(String type) throws Exception {
        HttpResponse<String> answer = asked(type, Base64.getEncoder().encodeToString(EMPTY));

        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(found -> assertThat(found).startsWith("application/grpc-web-text"));
        assertThat(decoded(answer.body())).startsWith(new String(EMPTY, StandardCharsets.ISO_8859_1));
        assertThat(decoded(answer.body())).containsPattern("grpc-status: ?0");
    }

    /** Base64 may come in pieces, each filled up for itself: a byte and four. */
    @Test
    void may_come_in_pieces() throws Exception {
        Base64.Encoder base64 = Base64.getEncoder();
        String pieces = base64.encodeToString(Arrays.copyOf(EMPTY, 1))
                + base64.encodeToString(Arrays.copyOfRange(EMPTY, 1, EMPTY.length));

        assertThat(decoded(asked("application/grpc-web-text", pieces).body())).containsPattern("grpc-status: ?0");
    }

    static Stream<String> others() {
        byte[] two = Arrays.copyOf(EMPTY, 2 * EMPTY.length);
        byte[] more = Wire.framed(0, 9, new byte[3]);
        byte[] odd = Wire.framed(2, 0, new byte[0]);
        Base64.Encoder base64 = Base64.getEncoder();
        return Stream.of(
                "",
                "!",
                "AAAAAAA",
                base64.encodeToString(Arrays.copyOf(EMPTY, 3)),
                base64.encodeToString(two),
                base64.encodeToString(more),
                base64.encodeToString(odd));
    }

    @ParameterizedTest
    @MethodSource("others")
    void are_refused_unless_they_are_one_message_in_a_frame(String body) throws Exception {
        HttpResponse<String> answer = asked("application/grpc-web-text", body);

        assertThat(answer.headers().firstValue("grpc-status")).hasValue("3");
        assertThat(answer.headers().firstValue("grpc-message")).hasValue("expected one message in a frame of gRPC");
        assertThat(answer.body()).isEmpty();
    }

    private static HttpResponse<String> asked(String type, String body) throws Exception {
        Rest tenant = SERVER.newTenant();
        HttpRequest request = HttpRequest.newBuilder(tenant.base().resolve("/billing4j.v1.PlanService/ListPlans"))
                .header("content-type", type)
                .header("authorization", "Bearer " + tenant.token())
                .POST(BodyPublishers.ofString(body))
                .build();
        return tenant.client().send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String piece : text.split("(?<==)(?=[^=])", -1)) {
            bytes.writeBytes(Base64.getDecoder().decode(piece));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
