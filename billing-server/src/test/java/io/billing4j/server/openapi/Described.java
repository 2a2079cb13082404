package io.billing4j.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billing4j.server.openapi.OpenApi.Operation;
import java.util.Optional;
import java.util.function.Supplier;

/** Holds answers to what the OpenAPI document says of them. */
public final class Described {
    private static final OpenApi API = OpenApi.read();
    private static final SchemaCheck CHECK = new SchemaCheck(API);

    private Described() {}

    /** Holds that the answer is as the document says, if it is one of a call; others are not read. */
    public static void check(String method, String address, int status, Supplier<JsonNode> body) {
        Optional<Operation> operation = API.find(method, address);
        if (operation.isEmpty() || status == 405) {
            return;
        }
        JsonNode described = operation.get().answer(status);
        JsonNode answer = body.get();
        assertThat(CHECK.faults(answer, API.schema(described)))
                .as(() -> operation.get() + " answered " + answer)
                .isEmpty();
    }
}
