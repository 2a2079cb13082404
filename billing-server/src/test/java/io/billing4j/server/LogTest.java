package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process logs that cannot start, since its port is in use. */
@Timeout(120)
class LogTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory = TestDatabase.reachableDirectory();

    @AfterEach
    void delete() {
        TestDatabase.delete(directory);
    }

    @Test
    void goes_to_a_file_with_what_was_set_but_no_secret() throws IOException {
        Outcome outcome = start(Map.of("BILLING_DATABASE_PASSWORD", "s3cret"));

        assertThat(outcome.log().get(0).path("message").asText())
                .startsWith("starting with server.port=")
                .contains("database.password=*** (BILLING_DATABASE_PASSWORD)");
        assertThat(outcome.log()).anyMatch(line -> line.path("level").asText().equals("ERROR"));
        assertThat(outcome.output()).containsExactly("Starting with the configured PostgreSQL, as billing_app");
        assertThat(outcome.errors()).singleElement().asString().startsWith("billing4j: cannot listen on port ");
        assertThat(outcome.log().toString() + outcome.output() + outcome.errors())
                .doesNotContain("s3cret");
    }

    @Test
    void goes_to_the_standard_output_alone_if_that_is_asked_for() throws IOException {
        Outcome outcome = start(Map.of("BILLING_LOG_TO", "console"));

        assertThat(outcome.output()).hasSizeGreaterThan(1).allMatch(line -> line.startsWith("{\"time\":\""));
        assertThat(JSON.readTree(outcome.output().get(outcome.output().size() - 1))
                        .path("message")
                        .asText())
                .startsWith("cannot listen on port ");
        assertThat(outcome.errors()).containsExactly("Starting with the configured PostgreSQL, as billing_app");
        assertThat(outcome.log()).isEmpty();
    }

    @Test
    void has_what_matters_enough() throws IOException {
        Outcome outcome = start(Map.of("BILLING_LOG_LEVEL", "error"));

        assertThat(outcome.log())
                .singleElement()
                .extracting(line -> line.path("level").asText())
                .isEqualTo("ERROR");
    }

    private Outcome start(Map<String, String> more) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = new HashMap<>(more);
            settings.put("BILLING_SERVER_PORT", Integer.toString(taken.getLocalPort()));
            settings.put("BILLING_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none");
            settings.put("BILLING_AUTH_SECRET", "s3cret".repeat(6));
            try (ServerJvm server = ServerJvm.start(directory, settings)) {
                List<String> output = server.output();
                assertThat(server.awaitEnd()).isEqualTo(1);
                Path log = directory.resolve("data/log/billing4j.log");
                return new Outcome(output, server.errors(), Files.exists(log) ? lines(log) : List.of());
            }
        }
    }

    private static List<JsonNode> lines(Path log) throws IOException {
        try (MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).<JsonNode>readValues(log.toFile())) {
            return lines.readAll();
        }
    }

    /** What was left behind. */
    private record Outcome(List<String> output, List<String> errors, List<JsonNode> log) {}
}
