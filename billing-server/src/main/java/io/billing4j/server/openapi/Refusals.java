package io.billing4j.server.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.error.ErrorCode;
import io.billing4j.server.transport.ErrorStatus;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What answers look like that refuse something, by status. */
final class Refusals {
    private static final String PLACE = "#/components/responses/";
    private static final String ERROR = "Error";
    private static final String OTHER = "Refused";
    private static final int TOO_MANY =
            ErrorStatus.of(ErrorCode.TOO_MANY_REQUESTS).http().code();

    private static final Map<Integer, Set<ErrorCode>> SHARED = byStatus(RefusalCodes.ofAny());

    private Refusals() {}

    /** Adds the answers of a call that refuses by these codes. */
    static void addTo(ObjectNode responses, Collection<ErrorCode> codes) {
        byStatus(codes)
                .forEach((status, some) -> responses.set(
                        status.toString(),
                        some.equals(SHARED.get(status)) ? reference(status.toString()) : answer(words(some), some)));
        responses.set("default", reference(OTHER));
    }

    /** The answers that all calls share. */
    static ObjectNode shared() {
        ObjectNode responses = object();
        SHARED.forEach((status, codes) -> {
            ObjectNode answer = answer(words(codes), codes);
            if (status == TOO_MANY) {
                answer.putObject("headers")
                        .putObject("Retry-After")
                        .put("description", "Seconds to wait for.")
                        .putObject("schema")
                        .put("type", "integer");
            }
            responses.set(OTHER + status, answer);
        });
        responses.set(OTHER, answer("Refused for another reason, which the code tells.", Set.of()));
        return responses;
    }

    /** Adds what every such answer has. */
    static void addSchemas(ObjectNode schemas) {
        ObjectNode error = schemas.putObject(ERROR).put("type", "object");
        error.put("description", "Why something was refused.");
        error.putArray("required").add("error");
        ObjectNode inner = error.putObject("properties").putObject("error").put("type", "object");
        inner.putArray("required").add("code").add("message").add("details").add("correlationId");
        ObjectNode properties = inner.putObject("properties");
        properties.set("code", code());
        text(properties, "message", "For people. It may change.");
        text(properties, "field", "The first field that is to blame; left out where it is the request as a whole.");
        ObjectNode details = properties.putObject("details").put("type", "array");
        details.put("description", "All fields that are to blame, at most 100.");
        ObjectNode detail = details.putObject("items").put("type", "object");
        detail.putArray("required").add("field").add("code").add("message");
        ObjectNode parts = detail.putObject("properties");
        text(parts, "field", "Such as charges[1].price.graduated.tiers[0].upTo.");
        parts.set("code", code());
        text(parts, "message", "For people. It may change.");
        text(properties, "correlationId", "Finds it in the server's log. The header X-Correlation-Id is the same.");
    }

    private static ObjectNode code() {
        ObjectNode code = object().put("type", "string");
        code.put("description", "What was refused. Codes are never renamed; there may be more of them one day.");
        return code;
    }

    private static void text(ObjectNode properties, String name, String text) {
        properties.putObject(name).put("type", "string").put("description", text);
    }

    private static ObjectNode answer(String text, Collection<ErrorCode> codes) {
        ObjectNode answer = object().put("description", text);
        answer.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + ERROR);
        if (!codes.isEmpty()) {
            codes.stream().map(ErrorCode::name).forEach(answer.putArray("x-codes")::add);
        }
        return answer;
    }

    private static ObjectNode reference(String name) {
        return object().put("$ref", PLACE + (name.equals(OTHER) ? "" : OTHER) + name);
    }

    private static String words(Collection<ErrorCode> codes) {
        return codes.stream().map(ErrorCode::name).collect(Collectors.joining(", "));
    }

    private static Map<Integer, Set<ErrorCode>> byStatus(Collection<ErrorCode> codes) {
        return codes.stream()
                .collect(Collectors.groupingBy(
                        code -> ErrorStatus.of(code).http().code(),
                        TreeMap::new,
                        Collectors.toCollection(TreeSet::new)));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
