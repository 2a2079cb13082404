package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.server.api.Rest.Answer;
import io.billing4j.server.openapi.OpenApi;
import io.billing4j.server.openapi.OpenApi.Operation;
import io.billing4j.server.openapi.SchemaExamples;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server says of its API, and does. That answers are as it says, all tests over REST hold: see {@code Described}. */
class ApiDocsTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final OpenApi API = OpenApi.read();

    private final Rest rest = SERVER.newTenant();

    /** All but those of jobs, which books in memory have none of. */
    static Stream<Operation> operations() {
        return API.operations().stream().filter(operation -> !operation.path().startsWith("/api/billing/jobs"));
    }

    @Test
    void the_server_has_the_document_and_the_pages_for_everybody() {
        Rest nobody = SERVER.nobody();
        String document = nobody.get("/api/billing/openapi.json").ok().text();
        assertThat(OpenApi.read(document.getBytes(StandardCharsets.UTF_8)).document())
                .isEqualTo(API.document());
        assertThat(nobody.get("/docs").ok().text()).contains("<script src=\"docs/docs.js\" defer></script>");
        assertThat(nobody.get("/docs/docs.js").ok().header("content-type")).contains("javascript");
        nobody.get("/docs/else").refused(404, "ROUTE_NOT_FOUND", "");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void each_operation_leads_to_its_call_which_takes_what_the_schemas_make(Operation operation) {
        SchemaExamples examples = new SchemaExamples(API, new Random(7));
        String address = operation.path();
        StringBuilder query = new StringBuilder();
        for (var parameter : operation.parameters()) {
            String name = parameter.path("name").asText();
            String value = examples.of(parameter.path("schema")).asText();
            if (parameter.path("in").asText().equals("path")) {
                address = address.replace("{" + name + "}", value);
            } else if (parameter.path("in").asText().equals("query") && !name.equals("pageToken")) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(value);
            }
        }
        String body = operation.node().has("requestBody")
                ? examples.of(API.schema(operation.node().path("requestBody"))).toString()
                : "";
        Answer answer = rest.send(operation.method(), address + query, BodyPublishers.ofString(body));
        assertThat(answer.status()).as(answer.text()).isIn(200, 400, 404, 409);
        // What is refused is so for what it means in these books.
        assertThat(answer.json().path("error").path("code").asText())
                .as(answer.text())
                .isNotIn("ROUTE_NOT_FOUND", "UNKNOWN_FIELD", "INVALID_TEXT");
        SERVER.nobody()
                .send(operation.method(), address + query, BodyPublishers.ofString(body))
                .refused(401, "UNAUTHENTICATED", "");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "POST | /api/billing/plans | {}",
                "POST | /api/billing/plans | {'nothing': 1}",
                "GET | /api/billing/plans/none |",
                "GET | /api/billing/plans/none/versions/0 |",
                "POST | /api/billing/plans/none:addVersion | {'interval': {'unit': 'AGE'}}",
                "POST | /api/billing/customers/eve/balance:adjust | {'amount': {'amount': '1', 'currency': 'USD'}, 'memo': 'm'}",
                "POST | /api/billing/clock:advance | {'to': '2030-01-01T00:00:00Z'}",
                "POST | /api/billing/usage | {'events': []}",
                "GET | /api/billing/customers/eve |",
                "GET | /api/billing/meters?pageToken=nonsense |"
            })
    void a_refusal_has_a_code_that_the_document_names(String method, String address, @Nullable String body) {
        String json = body == null ? "" : body.replace('\'', '"');
        Answer answer = rest.send(method, address, BodyPublishers.ofString(json));
        var described = API.resolved(API.operation(method, address).answer(answer.status()));
        assertThat(StreamSupport.stream(described.path("x-codes").spliterator(), false))
                .as(answer.text())
                .anyMatch(code -> code.equals(answer.json().path("error").path("code")));
    }
}
