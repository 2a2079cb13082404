package io.billing4j.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billing4j.server.openapi.Described;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A client of the REST API that waits for an answer for as long as it takes, but not for ever. What comes back of a call is as the
 * document says.
 *
 * @param bearer what the header {@code Authorization} says
 */
public record Caller(HttpClient client, URI address, String bearer) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** With a connection of its own. */
    public static Caller of(URI address, String bearer) {
        return new Caller(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), address, bearer);
    }

    /** Gets what is below {@code /api/billing}. */
    public Answer get(String path) {
        return send(request("/api/billing" + path)).join();
    }

    /** Posts there JSON that is written with single quotes. */
    public Answer post(String path, String json) {
        return begin(path, json).join();
    }

    /** The same without waiting for the answer. */
    public CompletableFuture<Answer> begin(String path, String json) {
        return send(request("/api/billing" + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    /** What the server says of itself, {@code /ready} or {@code /health}. */
    public Answer status(String path) {
        return send(request(path)).join();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).header("Authorization", bearer);
    }

    private CompletableFuture<Answer> send(HttpRequest.Builder request) {
        HttpRequest sent = request.build();
        return client.sendAsync(sent, BodyHandlers.ofString()).thenApply(response -> {
            Answer answer = Answer.of(response);
            Described.check(sent.method(), sent.uri().getRawPath(), answer.status(), answer::body);
            return answer;
        });
    }

    /** What came back. */
    public record Answer(int status, JsonNode body) {
        private static Answer of(HttpResponse<String> response) {
            try {
                return new Answer(response.statusCode(), JSON.readTree(response.body()));
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + response.body(), e);
            }
        }

        /** The code of a refusal; empty where it is none. */
        public String error() {
            return body.path("error").path("code").asText();
        }

        /** What is in it, if it is a success. */
        public JsonNode ok() {
            if (status != 200) {
                throw new AssertionError(status + " " + body);
            }
            return body;
        }
    }
}
