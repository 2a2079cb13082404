package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.billing4j.server.api.CallScript.Entry;
import io.billing4j.server.transport.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a tenant does by the script: it gives names to values of answers, and puts them into later requests. */
final class Story {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Wire wire;
    private final Map<String, String> named = new HashMap<>();
    private final Masks masks = new Masks();

    Story(Wire wire) {
        this.wire = wire;
    }

    /** The requests of an entry, with values for its names. */
    List<Message> requests(Entry entry) {
        ApiCall call = ApiCall.named(entry.rpc());
        return entry.requests().stream()
                .map(json -> ApiCall.read(call.request(), filled(json)))
                .toList();
    }

    /** What comes of a call by REST, or by gRPC where that is wanted or the only way. */
    static Wire.Reply sent(Wire wire, ApiCall call, List<Message> requests, boolean rest) {
        return rest && call.rest()
                ? wire.rest(
                        call.verb(),
                        call.address(requests.get(0)),
                        call.body(requests.get(0)).getBytes(StandardCharsets.UTF_8))
                : wire.grpc(call, requests.stream().map(Message::toByteArray).toList());
    }

    /** Calls, and keeps what the entry gives names to. */
    JsonNode play(Entry entry, boolean rest) {
        return play(wire, entry, rest, UnaryOperator.identity());
    }

    /** The same over another way, with requests that somebody changes before. */
    JsonNode play(Wire over, Entry entry, boolean rest, UnaryOperator<Message> change) {
        ApiCall call = ApiCall.named(entry.rpc());
        List<Message> requests = requests(entry).stream().map(change).toList();
        Wire.Reply reply = sent(over, call, requests, rest);
        assertThat(reply.ok()).as(call.name() + " " + requests + ": " + reply).isTrue();
        JsonNode answer = tree(text(call, reply));
        entry.names().forEach((name, place) -> {
            String value = answer.at(place).asText();
            assertThat(value).as("at " + place + " of " + answer).isNotEmpty();
            named.put(name, value);
        });
        return answer;
    }

    /** An answer with the same words for ids that the server made as in the story of another tenant. */
    JsonNode masked(JsonNode answer) {
        return tree(masks.masked(answer.toString()));
    }

    Masks masks() {
        return masks;
    }

    Wire wire() {
        return wire;
    }

    /** What an entry expects, with values for its names. */
    JsonNode expected(Entry entry) {
        return tree(filled(entry.expected()));
    }

    /** The JSON of an answer. */
    static String text(ApiCall call, Wire.Reply reply) {
        return reply.grpc() ? answer(call, reply) : reply.message().toStringUtf8();
    }

    static String answer(ApiCall call, Wire.Reply reply) {
        try {
            return JsonText.of(
                    call.answer().newBuilderForType().mergeFrom(reply.message()).build());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(call.name(), e);
        }
    }

    private String filled(String json) {
        String filled = json;
        for (Map.Entry<String, String> value : named.entrySet()) {
            filled = filled.replace("\"$" + value.getKey() + "\"", "\"" + value.getValue() + "\"");
        }
        assertThat(filled).doesNotContain("\"$");
        return filled;
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    /** Whether the answer holds all that is expected: of an object its members, of an array each element. */
    static boolean holds(JsonNode answer, JsonNode expected) {
        if (expected.isObject()) {
            return expected.properties().stream()
                    .allMatch(member ->
                            answer.has(member.getKey()) && holds(answer.path(member.getKey()), member.getValue()));
        }
        if (expected.isArray()) {
            if (!answer.isArray() || answer.size() != expected.size()) {
                return false;
            }
            for (int i = 0; i < expected.size(); i++) {
                if (!holds(answer.get(i), expected.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return answer.equals(expected);
    }
}
