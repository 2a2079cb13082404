package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.server.security.Role;
import io.billing4j.server.security.Tokens;
import io.billing4j.tenant.TenantKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocsRoutesTest {
    private static final String DOCUMENT = "/api/billing/openapi.json";
    private static final String CONTENT = "{\"openapi\":\"3.0.3\"}";

    private final AtomicInteger made = new AtomicInteger();
    private BillingServer server = server(true);

    @AfterEach
    void stop() {
        Aside.close(server);
    }

    @Nested
    class Open_to_everybody {
        @Test
        void the_document_is_made_once_and_known_again() throws Exception {
            server.start();
            HttpResponse<byte[]> first = get(DOCUMENT);
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(new String(first.body(), StandardCharsets.UTF_8)).isEqualTo(CONTENT);
            assertThat(header(first, "content-type")).isEqualTo("application/json; charset=utf-8");
            HttpResponse<byte[]> again = get(DOCUMENT, "if-none-match", header(first, "etag"));
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            HttpResponse<byte[]> zipped = get(DOCUMENT, "accept-encoding", "gzip, br");
            assertThat(header(zipped, "content-encoding")).isEqualTo("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                    .isEqualTo(first.body());
            assertThat(made).hasValue(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/docs", "/docs/docs.js", "/docs/docs.css", DOCUMENT})
        void a_page_loads_and_sends_nothing_to_others(String path) throws Exception {
            server.start();
            HttpResponse<byte[]> page = get(path);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(header(page, "content-security-policy"))
                    .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
            assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
            assertThat(header(page, "access-control-allow-origin")).isEmpty();
            assertThat(new String(page.body(), StandardCharsets.UTF_8)).doesNotContain("http://", "https://", "//cdn");
        }

        @ParameterizedTest
        @CsvSource({"/, docs", "/docs/, ../docs"})
        void the_pages_are_found_at_the_root_and_with_a_slash_as_well(String path, String location) throws Exception {
            server.start();
            for (HttpResponse<byte[]> moved : List.of(get(path), head(path))) {
                assertThat(moved.statusCode()).isEqualTo(307);
                assertThat(header(moved, "location")).isEqualTo(location);
                assertThat(header(moved, "content-security-policy")).startsWith("default-src 'none'; ");
                assertThat(header(moved, "x-content-type-options")).isEqualTo("nosniff");
                assertThat(header(moved, "referrer-policy")).isEqualTo("no-referrer");
            }
        }
    }

    @Nested
    class Not_open {
        @Test
        void the_document_takes_a_token_of_any_role_and_there_are_no_pages() throws Exception {
            Aside.close(server);
            server = server(false);
            server.start();
            HttpResponse<byte[]> refused = get(DOCUMENT);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("UNAUTHENTICATED");
            assertThat(get(DOCUMENT, "authorization", "Bearer nonsense").statusCode())
                    .isEqualTo(401);
            assertThat(get(DOCUMENT, "authorization", Tokens.bearer("t", TenantKind.LIVE))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(DOCUMENT, "authorization", Tokens.bearer("t", TenantKind.LIVE, Role.READER))
                            .statusCode())
                    .isEqualTo(200);
            for (String path : new String[] {"/", "/docs", "/docs/", "/docs/docs.js", "/docs/docs.css"}) {
                assertThat(get(path, "authorization", Tokens.bearer("t", TenantKind.LIVE))
                                .statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    @Nested
    class The_pages {
        /** A document could hold what somebody else has written. */
        @Test
        void show_texts_as_texts() throws IOException {
            assertThat(resource("docs.js"))
                    .doesNotContain(
                            "innerHTML",
                            "outerHTML",
                            "insertAdjacentHTML",
                            "document.write",
                            "eval(",
                            "Function(",
                            "localStorage",
                            "cookie");
            assertThat(resource("docs.js").split("fetch\\(", -1)).hasSize(2);
        }

        @Test
        void have_no_script_and_no_style_within() throws IOException {
            assertThat(resource("docs.html")).doesNotContain("<style", "style=", "onclick", "onload");
            assertThat(resource("docs.html").split("<script", -1)).hasSize(2);
        }
    }

    private BillingServer server(boolean open) {
        return BillingServer.builder(Tokens.access())
                .docs(
                        () -> {
                            made.incrementAndGet();
                            return CONTENT.getBytes(StandardCharsets.UTF_8);
                        },
                        open)
                .grace(Duration.ofMillis(100))
                .port(0)
                .build();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    private HttpResponse<byte[]> head(String path) throws Exception {
        return send("HEAD", path);
    }

    private HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String resource(String file) throws IOException {
        try (InputStream in = DocsRoutes.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
