package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billing4j.server.api.Rest.Answer;
import io.billing4j.tenant.TenantKind;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class BadInputTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static @Nullable Rest tenant;
    private static List<String> books = List.of();

    private static final Pattern REPEATED = Pattern.compile("<([0-9]+) x (.)>");

    @ParameterizedTest(name = "{0}: {2} at {3}")
    @CsvFileSource(resources = "bad-input.csv", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void is_refused_with_code_and_field_and_leaves_nothing_behind(
            String what, int status, String code, String field, String path, @Nullable String body) {
        Rest rest = filled();
        List<String> before = books;
        // Books that were not left as they were are no others' any more.
        tenant = null;

        String address = "/api/billing/" + expanded(path);
        Answer answer = body == null ? rest.get(address) : rest.post(address, expanded(body));

        JsonNode error = answer.json().path("error");
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(error.path("code").asText()).as(answer.text()).isEqualTo(code);
        assertThat(error.path("field").asText()).as(answer.text()).isEqualTo(field);
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(error.path("correlationId").asText()).isEqualTo(answer.header("x-correlation-id"));
        assertThat(error.path("details").get(0).path("field").asText()).isEqualTo(field);
        assertThat(answer.text()).doesNotContain("Exception", "at io.", "at java.");
        assertThat(rest.books()).isEqualTo(before);
        assertThat(used(rest)).isEqualTo("561200");
        tenant = rest;
    }

    /** Books that all may share for as long as each leaves them as they were. */
    private static Rest filled() {
        Rest known = tenant;
        if (known != null) {
            return known;
        }
        Rest rest = SERVER.newTenant();
        Example.load(rest);
        rest.post("/api/billing/plans", Example.PLAN.replace("'assistant'", "'old'"))
                .ok();
        rest.post("/api/billing/plans/old:archive", "{}").ok();
        rest.post("/api/billing/usage", Example.USAGE).ok();
        rest.post("/api/billing/customers", "{'customerId': 'eur', 'name': 'Euro', 'currency': 'EUR'}")
                .ok();
        books = rest.books();
        return rest;
    }

    @Test
    void a_request_needs_a_tenant_that_exists() {
        assertRefused(SERVER.nobody().get("/api/billing/plans"), 401, "UNAUTHENTICATED", "");
        assertRefused(
                SERVER.nobody().as("unknown", TenantKind.LIVE).get("/api/billing/plans"), 404, "TENANT_NOT_FOUND", "");
    }

    /** The letters for which {@code <65 x k>} stands. */
    private static String expanded(String text) {
        return REPEATED.matcher(text).replaceAll(times -> times.group(2).repeat(Integer.parseInt(times.group(1))));
    }

    private static String used(Rest rest) {
        return rest.get("/api/billing/usage?subscriptionId=conv-00&meterId=context-tokens"
                        + "&start=2023-01-01T00:00:00Z&end=2024-01-01T00:00:00Z")
                .ok()
                .json()
                .path("quantity")
                .asText();
    }

    private static void assertRefused(Answer answer, int status, String code, String field) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("error").path("field").asText()).isEqualTo(field);
    }
}
