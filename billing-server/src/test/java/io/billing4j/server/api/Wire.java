package io.billing4j.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import io.billing4j.server.transport.RepeatableRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends bytes as calls of a tenant, whether they mean anything or not, and shows what came back.
 *
 * @param client of gRPC
 * @param rest who sends what goes by REST
 * @param key with which the requests can be sent again; empty for none
 */
record Wire(WebClient client, Rest rest, String key) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(50);
    private static final int FRAME = 5;

    /** Speaks for the client's tenant. */
    static Wire of(Rest rest) {
        return new Wire(
                WebClient.builder(rest.base().toString().replace("http://", "h2c://"))
                        .responseTimeout(LONGEST)
                        .maxResponseLength(0)
                        .build(),
                rest,
                "");
    }

    /** The same with a key for what it sends. */
    Wire keyed(String other) {
        return new Wire(client, rest, other);
    }

    /** Calls by gRPC, with one message or, in a stream, any number of them. */
    Reply grpc(ApiCall call, List<byte[]> messages) {
        return grpc(call.path(), messages);
    }

    /** The same by the call's path. */
    Reply grpc(String path, List<byte[]> messages) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            body.writeBytes(framed(0, message.length, message));
        }
        return raw(path, body.toByteArray());
    }

    /** A frame of gRPC that says this of itself. */
    static byte[] framed(int flags, int length, byte[] message) {
        return ByteBuffer.allocate(FRAME + message.length)
                .put((byte) flags)
                .putInt(length)
                .put(message)
                .array();
    }

    /** Sends bytes by gRPC that need not be frames. */
    Reply raw(String path, byte[] body) {
        RequestHeadersBuilder headers = RequestHeaders.builder(HttpMethod.POST, path)
                .set("authorization", rest.headers().getOrDefault("authorization", ""))
                .contentType(MediaType.parse("application/grpc"))
                .set("te", "trailers");
        if (!key.isEmpty()) {
            headers.set(RepeatableRequest.HEADER, key);
        }
        return Reply.ofGrpc(sent(headers.build(), body));
    }

    /** Calls by REST. */
    Reply rest(String verb, String path, byte[] body) {
        Rest sender = key.isEmpty() ? rest : rest.with(RepeatableRequest.HEADER, key);
        return Reply.ofRest(sender.exchange(
                verb,
                URI.create(rest.base() + path),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)));
    }

    /** A call by REST, and the same by gRPC. */
    List<Reply> both(ApiCall call, String json) {
        List<Message> request = List.of(ApiCall.read(call.request(), json));
        return List.of(Story.sent(this, call, request, true), Story.sent(this, call, request, false));
    }

    private AggregatedHttpResponse sent(RequestHeaders headers, byte[] body) {
        try {
            return client.execute(HttpRequest.of(headers, HttpData.wrap(body)))
                    .aggregate()
                    .get(2 * LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer to " + headers.path(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * An answer.
     *
     * @param status of gRPC, or of HTTP in REST
     * @param message what a call by gRPC has answered, or the body of REST
     * @param code of an error; empty where there is none or it has another form than it is to have
     * @param field that an error names
     * @param correlationId that an error names
     * @param header the correlation id beside it
     * @param replayed whether it was given before
     * @param raw all that came, each header and the details of an error among it
     */
    record Reply(
            boolean grpc,
            int status,
            ByteString message,
            String code,
            String field,
            String text,
            String correlationId,
            String header,
            boolean replayed,
            String raw) {
        static Reply ofGrpc(AggregatedHttpResponse response) {
            String header = response.headers().get("x-correlation-id", "");
            HttpHeaders ends = response.trailers().contains("grpc-status") ? response.trailers() : response.headers();
            int status = ends.getInt("grpc-status", -1);
            byte[] body = response.content().array();
            ByteString message =
                    body.length < FRAME ? ByteString.EMPTY : ByteString.copyFrom(body, FRAME, body.length - FRAME);
            String code = "";
            String field = "";
            String id = "";
            String text = ends.get("grpc-message", "");
            byte[] details = decoded(ends.get("grpc-status-details-bin", ""));
            try {
                Status rich = Status.parseFrom(details);
                for (Any detail : rich.getDetailsList()) {
                    if (detail.is(ErrorInfo.class)) {
                        ErrorInfo info = detail.unpack(ErrorInfo.class);
                        code = rich.getCode() == status ? info.getReason() : "";
                        id = info.getMetadataOrDefault("correlationId", "");
                    } else if (detail.is(BadRequest.class)) {
                        field = detail.unpack(BadRequest.class)
                                .getFieldViolations(0)
                                .getField();
                    }
                }
            } catch (InvalidProtocolBufferException e) {
                code = "";
            }
            return new Reply(
                    true,
                    status,
                    message,
                    code,
                    field,
                    text,
                    id,
                    header,
                    response.headers().contains(RepeatableRequest.REPLAYED),
                    response.headers() + "\n" + response.contentUtf8() + "\n" + response.trailers() + "\n"
                            + new String(details, StandardCharsets.UTF_8));
        }

        static Reply ofRest(HttpResponse<byte[]> response) {
            byte[] body = response.body();
            String code = "";
            String field = "";
            String text = "";
            String id = "";
            try {
                JsonNode error = JSON.readTree(body).path("error");
                code = error.path("code").asText();
                field = error.path("field").asText();
                text = error.path("message").asText();
                id = error.path("correlationId").asText();
            } catch (IOException e) {
                code = "";
            }
            return new Reply(
                    false,
                    response.statusCode(),
                    ByteString.copyFrom(body),
                    code,
                    field,
                    text,
                    id,
                    response.headers().firstValue("x-correlation-id").orElse(""),
                    response.headers().firstValue(RepeatableRequest.REPLAYED).isPresent(),
                    response.headers().map() + "\n" + new String(body, StandardCharsets.UTF_8));
        }

        boolean ok() {
            return status == (grpc ? 0 : 200);
        }

        /** What it says, for a failed test. */
        @Override
        public String toString() {
            String body = grpc ? text : message.toStringUtf8();
            return (grpc ? "gRPC " : "HTTP ") + status + " " + code + " at '" + field + "': "
                    + body.substring(0, Math.min(body.length(), 500));
        }

        private static byte[] decoded(String base64) {
            try {
                return Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                return new byte[0];
            }
        }
    }
}
