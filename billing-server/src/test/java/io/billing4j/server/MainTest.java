package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command line, in a JVM of its own where more than a wrong argument is at stake. */
@Timeout(300)
class MainTest {
    private final Path directory = TestDatabase.reachableDirectory();

    @AfterEach
    void delete() {
        TestDatabase.delete(directory);
    }

    @Nested
    class AskedForHelp {
        @Test
        void it_lists_every_setting_and_ends() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int status = run(List.of("--help"), Map.of(), out, new ByteArrayOutputStream());

            assertThat(status).isZero();
            for (Setting setting : Setting.values()) {
                assertThat(out.toString(StandardCharsets.UTF_8))
                        .contains(setting.key(), setting.variable(), setting.meaning());
            }
        }
    }

    @Nested
    class ItCannotStart {
        @Test
        void a_wrong_argument_is_told_in_one_line() {
            assertRefused(List.of("--port=1"), Map.of(), "billing4j: Unknown option: '--port=1'");
        }

        @Test
        void a_wrong_setting_is_told_in_one_line() {
            assertRefused(
                    List.of(),
                    Map.of("BILLING_SERVER_PORT", "none"),
                    "billing4j: server.port (BILLING_SERVER_PORT): expected 0 to 65535 but found 'none'");
        }

        @Test
        void all_wrong_settings_are_told_in_a_line_each() {
            assertRefused(
                    List.of(),
                    Map.of("BILLING_SERVER_PORT", "none", "BILLING_DEMO", "maybe"),
                    "billing4j: server.port (BILLING_SERVER_PORT): expected 0 to 65535 but found 'none'",
                    "billing4j: demo (BILLING_DEMO): expected on or off but found 'maybe'");
        }

        @Test
        void a_port_in_use_is_told_in_one_line_before_any_database_is_started() throws Exception {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerJvm server =
                            ServerJvm.start(directory, Map.of("BILLING_SERVER_PORT", "" + taken.getLocalPort()))) {
                assertThat(server.awaitEnd()).isEqualTo(1);

                assertThat(server.errors())
                        .singleElement()
                        .asString()
                        .startsWith("billing4j: cannot listen on port " + taken.getLocalPort() + " of 127.0.0.1: ")
                        .endsWith("; stop what listens there, or choose another port by BILLING_SERVER_PORT");
                assertThat(directory.resolve("data/postgres")).doesNotExist();
            }
        }

        private void assertRefused(List<String> arguments, Map<String, String> environment, String... lines) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();

            assertThat(run(arguments, environment, new ByteArrayOutputStream(), err))
                    .isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8).lines()).containsExactly(lines);
        }
    }

    @Nested
    class ItServes {
        @Test
        void it_bills_the_demo_answers_stops_on_sigterm_and_finds_all_of_it_again() throws Exception {
            try (ServerJvm first = ServerJvm.start(directory, Map.of("BILLING_SERVER_PORT", "0"))) {
                List<String> lines = first.awaitServing();
                assertThat(lines).contains("INV-202312-00021   conv-00   2023-12-01 to 2024-01-01      150.74  USD");
                assertThat(lines).anyMatch(line -> line.startsWith("Loaded 56,370 events in "));
                assertThat(lines).noneMatch(line -> line.contains("\r") || line.contains("\u001b"));
                assertThat(first.get("/ready")).contains("\"READY\"");
                assertThat(first.get("/metrics"))
                        .contains("billing_invoice_time_seconds_count{outcome=\"success\"} 120")
                        .contains("billing_usage_maintenance_total{outcome=\"done\"}");
                assertCacheUsed(first.get("/metrics"));
                assertThat(first.get("/api/billing/invoices?customerId=conv-00&pageSize=500"))
                        .contains("\"150.74\"", "\"INV-202312-00021\"", "\"nextPageToken\"");
                assertThat(log()).contains("\"generating invoice\"", "\"invoice_number\":\"INV-202312-00021\"");

                ProcessHandle postgres = first.postgres();
                first.terminate();

                assertThat(postgres.onExit()).succeedsWithin(Duration.ofSeconds(20));
                assertThat(first.errors()).isEmpty();
            }
            try (ServerJvm second = ServerJvm.start(directory, Map.of("BILLING_SERVER_PORT", "0"))) {
                assertThat(second.awaitServing())
                        .contains("INV-202312-00021   conv-00   2023-12-01 to 2024-01-01      150.74  USD")
                        .contains("All of it was billed before: nothing was loaded, nothing was billed again.");
                assertThat(second.get("/metrics"))
                        .contains("billing_invoice_time_seconds_count{outcome=\"success\"} 0");
            }
        }

        /** One plan is billed for 60 customers: nearly all look-ups find what the first has left there. */
        private void assertCacheUsed(String metrics) {
            assertThat(metrics)
                    .containsPattern("billing_catalogue_cache_size\\{cache=\"plan_versions\"} [1-9]")
                    .containsPattern("billing_catalogue_cache_size\\{cache=\"meters\"} [1-9]")
                    .contains("billing_catalogue_cache_evictions_total{cache=\"meters\"} 0.0");
            for (String cache : List.of("meters", "plan_versions")) {
                assertThat(gets(metrics, cache, "miss")).isPositive();
                assertThat(gets(metrics, cache, "hit")).isGreaterThan(10 * gets(metrics, cache, "miss"));
            }
        }

        private double gets(String metrics, String cache, String result) {
            String name = "billing_catalogue_cache_gets_total{cache=\"" + cache + "\",result=\"" + result + "\"} ";
            return metrics.lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .sum();
        }

        private String log() throws IOException {
            return Files.readString(directory.resolve("data/log/billing4j.log"));
        }
    }

    private static int run(
            List<String> arguments,
            Map<String, String> environment,
            ByteArrayOutputStream out,
            ByteArrayOutputStream err) {
        return new Main(
                        environment,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments.toArray(String[]::new));
    }
}
