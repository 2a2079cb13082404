package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a process ends that is told to. */
@Timeout(300)
class ShutdownTest {
    private final Path directory = TestDatabase.reachableDirectory();

    @AfterEach
    void delete() {
        TestDatabase.delete(directory);
    }

    @Test
    void it_says_that_it_is_not_ready_and_answers_on_until_others_had_the_time_to_notice() throws Exception {
        Map<String, String> settings =
                Map.of("BILLING_SERVER_PORT", "0", "BILLING_DEMO", "off", "BILLING_SERVER_DRAIN_SECONDS", "5");
        try (ServerJvm server = ServerJvm.start(directory, settings)) {
            server.awaitServing();
            assertThat(server.get("/ready")).contains("\"READY\"");
            ProcessHandle postgres = server.postgres();

            server.askToEnd();
            String ready = server.get("/ready");
            while (ready.contains("\"READY\"")) {
                ready = server.get("/ready");
            }

            // Only the server is on its way out: calls that begin now have all that they need.
            assertThat(ready).contains("\"NOT_READY\"", "\"server\":\"DOWN\"", "\"database\":\"UP\"");
            assertThat(server.get("/api/billing/plans")).contains("\"TENANT_NOT_FOUND\"");
            // 128 and the number of SIGTERM.
            assertThat(server.awaitEnd()).isEqualTo(143);
            assertThat(postgres.onExit()).succeedsWithin(Duration.ofSeconds(20));
            assertThat(server.errors()).isEmpty();
        }
    }
}
