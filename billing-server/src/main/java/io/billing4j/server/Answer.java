package io.billing4j.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;

/**
 * What a command answers on the standard output: lines for people, or one document of JSON.
 *
 * @param json whether programs read it
 */
record Answer(PrintStream out, boolean json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One or the other. */
    void give(List<String> lines, JsonNode document) {
        if (json) {
            out.println(text(document));
        } else {
            lines.forEach(out::println);
        }
    }

    /** An error, for programs; people have the line on the standard error. */
    void failed(CommandFailure failure) {
        if (json) {
            ObjectNode error = object();
            if (failure.code() != null) {
                error.put("code", failure.code().name());
            }
            if (failure.field() != null) {
                error.put("field", failure.field());
            }
            error.put("message", failure.getMessage());
            out.println(text(object().set("error", error)));
        }
    }

    /** A new document. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** What somebody has written as JSON. */
    static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was printed as JSON is none", e);
        }
    }

    private static String text(JsonNode document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }
}
