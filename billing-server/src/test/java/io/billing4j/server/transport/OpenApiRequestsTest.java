package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import io.billing4j.server.openapi.OpenApi;
import io.billing4j.server.openapi.OpenApi.Operation;
import io.billing4j.server.openapi.SchemaCheck;
import io.billing4j.server.openapi.SchemaExamples;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the document describes is what the server takes: neither more nor less. */
class OpenApiRequestsTest {
    private static final OpenApi API = OpenApi.read();
    private static final Map<String, MethodDescriptor<?, ?>> CALLS =
            OpenApi.calls().stream().collect(Collectors.toMap(OpenApiRequestsTest::id, Function.identity()));
    private static final int TRIES = 40;

    static Stream<Operation> operations() {
        return API.operations().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_request_made_by_the_schemas_is_accepted(Operation operation) {
        SchemaExamples examples = new SchemaExamples(API, new Random(11));
        SchemaCheck check = new SchemaCheck(API);
        for (int i = 0; i < TRIES; i++) {
            ObjectNode request = request(operation, examples);
            assertThat(faults(operation, request)).as(request.toString()).isEmpty();
            if (operation.node().has("requestBody")) {
                JsonNode schema = API.schema(operation.node().path("requestBody"));
                JsonNode body = examples.of(schema);
                assertThat(check.faults(body, schema)).as(body.toString()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_request_without_what_is_required_is_refused_and_one_without_the_rest_is_not(Operation operation) {
        ObjectNode whole = request(operation, new SchemaExamples(API, new Random(12)));
        List<String> required = new ArrayList<>();
        operation.parameters().stream()
                .filter(parameter -> parameter.path("required").asBoolean())
                .forEach(parameter -> required.add(parameter.path("name").asText()));
        JsonNode body = API.resolved(API.schema(operation.node().path("requestBody")));
        body.path("required").forEach(name -> required.add(name.asText()));
        for (String name : required) {
            assertThat(faults(operation, whole.deepCopy().without(name)))
                    .as(name)
                    .isNotEmpty();
        }
        ObjectNode least = whole.deepCopy();
        List<String> kept = new ArrayList<>(required);
        body.path("x-choices").forEach(choice -> choice.path("of").forEach(name -> kept.add(name.asText())));
        least.retain(kept);
        assertThat(faults(operation, least)).as(least.toString()).isEmpty();
        assertThat(faults(operation, whole.deepCopy().put("nothingOfTheKind", 1)))
                .isNotEmpty();
    }

    private static ObjectNode request(Operation operation, SchemaExamples examples) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        operation
                .parameters()
                .forEach(parameter ->
                        request.set(parameter.path("name").asText(), examples.of(parameter.path("schema"))));
        if (operation.node().has("requestBody")) {
            request.setAll((ObjectNode) examples.of(API.schema(operation.node().path("requestBody"))));
        }
        return request;
    }

    /** What the server finds, before the call has a look. */
    private static List<Fault> faults(Operation operation, JsonNode request) {
        MethodDescriptor<?, ?> call = Objects.requireNonNull(CALLS.get(operation.id()), operation.id());
        byte[] json = request.toString().getBytes(StandardCharsets.UTF_8);
        try (InputStream in = new ByteArrayInputStream(json)) {
            RequestCheck.check((Message) read(call.getRequestMarshaller(), in));
            return List.of();
        } catch (RequestFaults e) {
            return e.faults();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(Marshaller<T> marshaller, InputStream in) throws IOException {
        return new JsonMarshaller().deserializeMessage(marshaller, in);
    }

    private static String id(MethodDescriptor<?, ?> call) {
        String name = Objects.requireNonNull(call.getBareMethodName());
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
