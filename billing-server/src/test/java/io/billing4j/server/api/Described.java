package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billing4j.server.openapi.OpenApi;
import io.billing4j.server.openapi.OpenApi.Operation;
import io.billing4j.server.openapi.SchemaCheck;
import java.util.Optional;

/** Holds answers to what the OpenAPI document says of them. */
final class Described {
    private static final OpenApi API = OpenApi.read();
    private static final SchemaCheck CHECK = new SchemaCheck(API);

    private Described() {}

    /** Holds that the answer is as the document says, if it is one of a call. */
    static void check(String method, String address, Rest.Answer answer) {
        Optional<Operation> operation = API.find(method, address);
        if (operation.isEmpty() || answer.status() == 405) {
            return;
        }
        JsonNode described = operation.get().answer(answer.status());
        assertThat(CHECK.faults(answer.json(), API.schema(described)))
                .as(operation.get() + " answered " + answer.text())
                .isEmpty();
    }
}
