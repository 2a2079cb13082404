package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.billing4j.server.openapi.Described;
import io.billing4j.server.security.Tokens;
import io.billing4j.tenant.TenantKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A plain HTTP client of the API. */
record Rest(HttpClient client, URI base, String tenant, Map<String, String> headers) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(60);
    // One for all: each has threads of its own, and connections that are not used again.
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static Rest at(URI base) {
        return new Rest(CLIENT, base, "", Map.of("content-type", "application/json"));
    }

    Rest with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Rest(client, base, tenant, more);
    }

    /** The same for somebody who may do everything in the books of this tenant. */
    Rest as(String key, TenantKind kind) {
        return new Rest(client, base, key, headers).with("authorization", Tokens.bearer(key, kind));
    }

    /** The token that it brings. */
    String token() {
        return headers.getOrDefault("authorization", "").replace("Bearer ", "");
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    /** Posts JSON that is written with single quotes. */
    Answer post(String path, String json) {
        return postBytes(path, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    Answer postBytes(String path, byte[] body) {
        return send("POST", path, BodyPublishers.ofByteArray(body));
    }

    Answer send(String method, String path, BodyPublisher body) {
        return Answer.of(exchange(method, base.resolve(path), body));
    }

    /** Sends and waits, for a minute at the most; what came back is as the document says. */
    HttpResponse<byte[]> exchange(String method, URI address, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(LONGEST).method(method, body);
        headers.forEach(request::header);
        String path = address.getRawPath();
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            Described.check(
                    method,
                    path,
                    response.statusCode(),
                    () -> Answer.of(response).json());
            return response;
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything that the tenant's lists show, to find out whether a refused request left anything behind. */
    List<String> books() {
        return Stream.of(
                        "plans",
                        "customers",
                        "meters",
                        "subscriptions",
                        "runs",
                        "invoices",
                        "findings",
                        "coupons",
                        "taxRules")
                .map(area -> get("/api/billing/" + area + "?pageSize=1000").ok().text())
                .toList();
    }

    /**
     * What came back.
     *
     * @param text without the line break at its end
     */
    record Answer(int status, HttpHeaders headers, String text) {
        private static Answer of(HttpResponse<byte[]> response) {
            String body = new String(response.body(), StandardCharsets.UTF_8);
            return new Answer(response.statusCode(), response.headers(), body.stripTrailing());
        }

        JsonNode json() {
            try {
                JsonNode tree = JSON.readTree(text);
                return tree == null ? MissingNode.getInstance() : tree;
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        /** The answer itself, if it is a success. */
        Answer ok() {
            if (status != 200) {
                throw new AssertionError(status + " " + text);
            }
            return this;
        }

        /** Holds that it is a refusal; an empty field stands for the request as a whole. */
        void refused(int expected, String code, String field) {
            JsonNode error = json().path("error");
            assertThat(status).as(text).isEqualTo(expected);
            assertThat(error.path("code").asText()).as(text).isEqualTo(code);
            assertThat(error.path("field").asText()).as(text).isEqualTo(field);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }
}
