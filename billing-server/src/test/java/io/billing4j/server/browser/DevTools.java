package io.billing4j.server.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What comes back from a tab over its DevTools protocol: answers, pages that have loaded, and what is wrong with them. */
final class DevTools implements WebSocket.Listener {
    private static final int LONGEST_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WRONG = Set.of("error", "warning", "assert");

    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<String>> loaded = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();

    /** What a command comes to. */
    JsonNode ask(WebSocket socket, String command, ObjectNode parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("id", id).put("method", command);
        request.set("params", parameters);
        socket.sendText(request.toString(), true).join();
        JsonNode answered = awaited(answer, command);
        if (answered.has("error")) {
            throw new IllegalStateException(command + ": " + answered.path("error"));
        }
        return answered.path("result");
    }

    /** Waits until what has this id has loaded, with its scripts. */
    void awaitLoad(String id) {
        awaited(load(id), "the load of a page");
    }

    /** Errors and warnings since the tab was opened: of scripts, of what was refused or could not be loaded, and on the console. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private <T> T awaited(CompletableFuture<T> future, String what) {
        try {
            return future.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            throw new AssertionError("nothing came of " + what + "; the browser complains of " + complaints, e);
        }
    }

    private CompletableFuture<String> load(String id) {
        return loaded.computeIfAbsent(id, each -> new CompletableFuture<>());
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            take(message.toString());
            message.setLength(0);
        }
        return WebSocket.Listener.super.onText(socket, data, last);
    }

    private void take(String text) {
        JsonNode json = read(text);
        CompletableFuture<JsonNode> answer = asked.remove(json.path("id").asInt());
        if (answer != null) {
            answer.complete(json);
            return;
        }
        JsonNode event = json.path("params");
        switch (json.path("method").asText()) {
            case "Page.lifecycleEvent" -> {
                if (event.path("name").asText().equals("load")) {
                    load(event.path("loaderId").asText()).complete("load");
                }
            }
            case "Runtime.exceptionThrown" ->
                complaints.add(
                        "script: " + event.path("exceptionDetails").path("text").asText() + " "
                                + event.path("exceptionDetails")
                                        .path("exception")
                                        .path("description")
                                        .asText());
            case "Runtime.consoleAPICalled" ->
                complain(event.path("type"), "console", event.path("args").toString());
            case "Log.entryAdded" -> {
                JsonNode entry = event.path("entry");
                complain(
                        entry.path("level"),
                        entry.path("source").asText(),
                        entry.path("text").asText() + " " + entry.path("url").asText());
            }
            default -> {}
        }
    }

    private void complain(JsonNode level, String source, String text) {
        if (WRONG.contains(level.asText())) {
            complaints.add(source + ": " + text);
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
