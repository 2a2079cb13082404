package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.grpc.v1.RulesProto;
import io.billing4j.server.openapi.OpenApi;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls take a key, and what a key is. */
class IdempotencyKeyTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String HEADER = "idempotency-key";
    private static final String BOB = "{'customerId': 'bob', 'name': 'Bob'}";

    static List<MethodDescriptor<?, ?>> calls() {
        return OpenApi.calls();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void is_taken_by_calls_that_change_something_and_by_no_others(MethodDescriptor<?, ?> call) {
        @Nullable StatusRuntimeException found = tried(call);
        if (repeats(call) != Repeats.REPEATS_UNSPECIFIED) {
            assertThat(Objects.toString(found)).doesNotContain("Idempotency-Key");
            return;
        }
        StatusRuntimeException refused = Objects.requireNonNull(found);
        assertThat(GrpcErrorDetails.of(refused, ErrorInfo.class).getReason()).isEqualTo("MALFORMED_REQUEST");
        assertThat(GrpcErrorDetails.of(refused, BadRequest.class)
                        .getFieldViolations(0)
                        .getField())
                .isEqualTo("Idempotency-Key");
    }

    @Test
    void is_not_taken_by_what_reads_over_rest() {
        Rest rest = SERVER.newTenant().with(HEADER, "k");
        rest.get("/api/billing/plans").refused(400, "MALFORMED_REQUEST", "Idempotency-Key");
        rest.post("/api/billing/invoices:preview", "{}").refused(400, "MALFORMED_REQUEST", "Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123456789012345678901234567890123456789012345678901", "a\tb"})
    void is_1_to_50_printable_ascii_characters(String key) {
        Rest rest = SERVER.newTenant();
        rest.with(HEADER, key).post("/api/billing/customers", BOB).refused(400, "INVALID_KEY", "Idempotency-Key");
        rest.with(HEADER, "[%~ x" + "y".repeat(45))
                .post("/api/billing/customers", BOB)
                .ok();
    }

    @Test
    void is_one() throws IOException, InterruptedException {
        Rest rest = SERVER.newTenant();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(rest.base() + "/api/billing/customers"))
                .POST(HttpRequest.BodyPublishers.ofString(BOB.replace('\'', '"')))
                .header(HEADER, "k")
                .header(HEADER, "k");
        rest.headers().forEach(request::header);
        assertThat(rest.client().send(request.build(), BodyHandlers.ofString()).body())
                .contains("\"MALFORMED_REQUEST\"", "\"Idempotency-Key\"", "expected one but found 2");
    }

    @Test
    void is_no_reason_to_look_at_less() {
        SERVER.newTenant()
                .with(HEADER, "k")
                .post("/api/billing/customers", "{}")
                .refused(400, "MISSING_FIELD", "customerId");
    }

    /** What a call with an empty request is refused with, if it is. */
    private static <Q, A> @Nullable StatusRuntimeException tried(MethodDescriptor<Q, A> call) {
        Rest rest = SERVER.newSandbox();
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of(HEADER, Metadata.ASCII_STRING_MARSHALLER), "k");
        Channel channel =
                ClientInterceptors.intercept(channel(call, rest), MetadataUtils.newAttachHeadersInterceptor(headers));
        Q request = ((PrototypeMarshaller<Q>) call.getRequestMarshaller()).getMessagePrototype();
        ListenableFuture<A> answer = ClientCalls.futureUnaryCall(
                channel.newCall(call, CallOptions.DEFAULT), Objects.requireNonNull(request));
        try {
            assertThat(answer.get(60, TimeUnit.SECONDS)).isInstanceOf(Message.class);
            return null;
        } catch (ExecutionException e) {
            return (StatusRuntimeException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** A channel is one service's. */
    private static Channel channel(MethodDescriptor<?, ?> call, Rest rest) {
        String service = Objects.requireNonNull(call.getServiceName()).replace("billing4j.v1.", "");
        try {
            Class<?> stub = Class.forName("io.billing4j.grpc.v1." + service + "Grpc$" + service + "BlockingStub");
            Object client = GrpcClients.builder("gproto+" + rest.base())
                    .setHeader("authorization", "Bearer " + rest.token())
                    .build(stub);
            return ((AbstractStub<?>) client).getChannel();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Repeats repeats(MethodDescriptor<?, ?> call) {
        return ((ProtoMethodDescriptorSupplier) Objects.requireNonNull(call.getSchemaDescriptor()))
                .getMethodDescriptor()
                .getOptions()
                .getExtension(RulesProto.repeats);
    }
}
