package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billing4j.server.api.ShownDocs.Shown;
import io.billing4j.server.browser.Browser;
import io.billing4j.server.openapi.OpenApi;
import io.billing4j.server.openapi.OpenApi.Operation;
import io.billing4j.server.security.Tokens;
import io.billing4j.server.transport.Aside;
import io.billing4j.server.transport.BillingServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The pages about the API as a browser shows them: all that the document has, and nothing that the browser complains of. */
@Timeout(300)
class DocsPagesTest {
    @Order(1)
    @RegisterExtension
    static final Browser BROWSER = new Browser();

    @Order(2)
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String HOSTILE =
            "<img src=x onerror=document.title='taken'><script>document.title='taken'</script>";

    private static final OpenApi API = OpenApi.read();
    private static final DescribedPages PAGES = new DescribedPages(API);

    @Nested
    class A_call {
        @Test
        void is_shown_with_its_address_role_fields_and_errors() {
            assertThat(API.operations()).isNotEmpty().allSatisfy(operation -> {
                Shown shown = Everything.shown(DescribedPages.call(operation));
                assertThat(shown.heading())
                        .isEqualTo(operation.node().path("summary").asText());
                assertThat(shown.path()).isEqualTo(operation.method() + operation.path());
                // Its last sentence tells the role.
                assertThat(shown.text())
                        .contains(operation.node().path("description").asText());
                assertThat(shown.rows()).containsExactlyElementsOf(PAGES.rows(operation));
                assertThat(shown.text()).doesNotContain("undefined", "[object");
                assertThat(shown.current()).isEqualTo(DescribedPages.call(operation));
            });
        }

        @Test
        void has_a_command_that_the_server_takes(@TempDir Path folder) throws Exception {
            // Books in memory have no jobs.
            List<Operation> operations = API.operations().stream()
                    .filter(operation -> !operation.path().startsWith("/api/billing/jobs"))
                    .toList();
            List<String> commands = operations.stream()
                    .map(operation ->
                            Everything.shown(DescribedPages.call(operation)).curl())
                    .toList();
            List<String> answers =
                    ShellCommands.run(commands, SERVER.newTenant().token(), folder);
            assertThat(answers).hasSameSizeAs(operations);
            for (int i = 0; i < answers.size(); i++) {
                Operation operation = operations.get(i);
                assertThat(commands.get(i)).contains("curl -H \"Authorization: Bearer $TOKEN\" '" + base());
                // What is refused is so for what it means in these books.
                assertThat(code(answers.get(i)))
                        .as("%s%n%s%n%s", operation, commands.get(i), answers.get(i))
                        .isNotIn("ROUTE_NOT_FOUND", "UNAUTHENTICATED", "MALFORMED_REQUEST", "UNKNOWN_FIELD");
            }
        }

        private String code(String answer) throws IOException {
            return new ObjectMapper()
                    .readTree(answer)
                    .path("error")
                    .path("code")
                    .asText();
        }
    }

    @Nested
    class A_type {
        @Test
        void is_shown_with_its_fields_or_its_values() {
            assertThat(PAGES.types()).isNotEmpty().allSatisfy((name, schema) -> {
                Shown shown = Everything.shown(DescribedPages.type(name));
                assertThat(shown.heading()).isEqualTo(name);
                assertThat(shown.rows()).containsExactlyElementsOf(DescribedPages.fields(schema));
                assertThat(shown.text())
                        .contains(schema.path("description").asText())
                        .satisfies(text ->
                                assertThat(schema.path("enum")).allMatch(value -> text.contains(value.asText())))
                        .doesNotContain("undefined", "[object");
                assertThat(shown.current()).isEqualTo(DescribedPages.type(name));
            });
        }
    }

    @Nested
    class The_start {
        @Test
        void leads_to_each_call_and_each_link_to_something() {
            Shown start = Everything.shown("");
            assertThat(start.heading()).isEqualTo("Billing4J v1");
            API.document()
                    .path("tags")
                    .forEach(tag -> assertThat(start.text())
                            .contains(
                                    tag.path("name").asText(),
                                    tag.path("description").asText()));
            List<String> calls =
                    API.operations().stream().map(DescribedPages::call).toList();
            assertThat(start.links())
                    .contains("api/billing/openapi.json")
                    .filteredOn(link -> link.startsWith("#"))
                    .containsExactlyInAnyOrderElementsOf(calls);
            assertThat(Everything.SHOWN.values().stream().flatMap(page -> page.links().stream()))
                    .filteredOn(link -> !link.equals("api/billing/openapi.json"))
                    .isSubsetOf(Everything.SHOWN.keySet());
        }

        @Test
        void and_all_that_it_leads_to_are_shown_without_a_complaint() {
            assertThat(Everything.COMPLAINTS).isEmpty();
        }
    }

    @Nested
    class A_reader {
        private final Operation first = API.operations().stream()
                .filter(operation -> operation.node().has("requestBody"))
                .findFirst()
                .orElseThrow();

        @Test
        void follows_links_and_goes_back() {
            try (ShownDocs docs = ShownDocs.at(base().resolve("/docs"), BROWSER)) {
                String summary = first.node().path("summary").asText();
                assertThat(docs.click("#index a[href='" + DescribedPages.call(first) + "']")
                                .heading())
                        .isEqualTo(summary);
                String body = API.schema(first.node().path("requestBody"))
                        .path("$ref")
                        .asText()
                        .replaceFirst(".*/", "");
                assertThat(docs.click("main h3 a").heading()).isEqualTo(body);
                assertThat(docs.back().heading()).isEqualTo(summary);
                assertThat(docs.click("nav h1 a").heading()).isEqualTo("Billing4J v1");
                assertThat(docs.complaints()).isEmpty();
            }
        }

        @Test
        void finds_calls_by_their_words_and_addresses_and_types_by_their_names() {
            try (ShownDocs docs = ShownDocs.at(base().resolve("/docs"), BROWSER)) {
                List<String> all = docs.index();
                docs.filter(" Coupon");
                List<String> expected = Stream.concat(
                                API.operations().stream()
                                        .filter(each ->
                                                fits(each.node().path("summary").asText() + "\n" + each.path()))
                                        .map(each -> each.node().path("summary").asText()),
                                PAGES.types().keySet().stream().filter(this::fits))
                        .toList();
                assertThat(docs.index())
                        .isNotEmpty()
                        .hasSizeLessThan(all.size())
                        .containsExactlyInAnyOrderElementsOf(expected);
                assertThat(all).hasSize(API.operations().size() + PAGES.types().size());
                assertThat(docs.complaints()).isEmpty();
            }
        }

        @Test
        void comes_by_an_address_with_an_anchor() {
            try (ShownDocs docs = ShownDocs.at(base().resolve("/docs" + DescribedPages.call(first)), BROWSER)) {
                assertThat(docs.now().path()).isEqualTo(first.method() + first.path());
                assertThat(docs.complaints()).isEmpty();
            }
        }

        @Test
        void of_an_anchor_that_leads_nowhere_sees_the_start() {
            try (ShownDocs docs = ShownDocs.at(base().resolve("/docs#/call/none"), BROWSER)) {
                assertThat(docs.now().heading()).isEqualTo("Billing4J v1");
                assertThat(docs.at(List.of("#/schema/none", "#/schema/constructor", "#/else", "#/call/" + HOSTILE)))
                        .allSatisfy(shown -> assertThat(shown.heading()).isEqualTo("Billing4J v1"));
                assertThat(docs.complaints()).isEmpty();
            }
        }

        private boolean fits(String words) {
            return words.toLowerCase(Locale.ROOT).contains("coupon");
        }
    }

    @Nested
    class Texts_of_others {
        private static final String DOCUMENT = """
                {
                  "info": { "title": "$", "version": "$", "description": "$" },
                  "tags": [{ "name": "$", "description": "$" }],
                  "paths": { "/$": { "get": {
                    "tags": ["$"], "operationId": "one", "summary": "$", "description": "$",
                    "parameters": [{ "name": "$", "in": "$", "required": true, "description": "$",
                      "schema": { "type": "string", "format": "$", "pattern": "$", "minLength": "$", "example": "$" } }],
                    "requestBody": { "content": { "application/json": { "schema": { "$ref": "/One" } } } },
                    "responses": { "$": { "description": "$", "content": { "application/json": { "schema": {
                      "$ref": "/One" } } } } } } } },
                  "components": { "schemas": {
                    "$": { "description": "$" },
                    "One": { "type": "object", "description": "$", "required": ["$"],
                      "properties": { "$": { "type": "$", "description": "$" } } },
                    "Choice": { "description": "$", "enum": ["$"] } } }
                }""";

        @Test
        void are_shown_as_they_are() {
            String document = DOCUMENT.replaceAll("\\$(?!ref)", HOSTILE);
            BillingServer server = BillingServer.builder(Tokens.access())
                    .docs(() -> document.getBytes(StandardCharsets.UTF_8), true)
                    .port(0)
                    .build();
            server.start();
            URI address = URI.create("http://127.0.0.1:" + server.address().getPort() + "/docs");
            try (ShownDocs docs = ShownDocs.at(address, BROWSER)) {
                List<Shown> pages = new ArrayList<>(List.of(docs.now()));
                pages.addAll(docs.at(List.of("#/schema/One", "#/schema/Choice", "#/call/one")));
                assertThat(pages)
                        .extracting(Shown::heading)
                        .containsExactly(HOSTILE + " " + HOSTILE, "One", "Choice", HOSTILE);
                assertThat(pages).allSatisfy(page -> assertThat(page.text()).contains(HOSTILE));
                assertThat(docs.index()).containsExactly(HOSTILE, HOSTILE, "One", "Choice");
                assertThat(docs.count("img, body script")).isZero();
                assertThat(docs.page().evaluate("document.title").asText()).isEqualTo("Billing4J API");
                assertThat(docs.complaints()).isEmpty();
            } finally {
                Aside.close(server);
            }
        }
    }

    private static URI base() {
        return SERVER.nobody().base();
    }

    /** All that there is to see, looked at once. */
    private static final class Everything {
        static final Map<String, Shown> SHOWN = new LinkedHashMap<>();
        static final List<String> COMPLAINTS;

        static {
            List<String> anchors = PAGES.anchors();
            try (ShownDocs docs = ShownDocs.at(base().resolve("/docs"), BROWSER)) {
                SHOWN.put("", docs.now());
                Iterator<String> next = anchors.iterator();
                docs.at(anchors).forEach(shown -> SHOWN.put(next.next(), shown));
                COMPLAINTS = docs.complaints();
            }
        }

        static Shown shown(String anchor) {
            Shown shown = SHOWN.get(anchor);
            if (shown == null) {
                throw new AssertionError("not looked at: " + anchor);
            }
            return shown;
        }
    }
}
