package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final Path BASE = Path.of("/srv/books");
    private static final String URL = "jdbc:postgresql://db.example.com/books";

    /** Of ten connections two are for runs of others, and two for what is not a run. */
    private static final RunConfiguration RUNS =
            new RunConfiguration(Math.min(6, Runtime.getRuntime().availableProcessors()), 2, Duration.ofSeconds(10));

    @TempDir
    private Path directory = Path.of("");

    @Nested
    class WithoutAnySetting {
        @Test
        void it_serves_the_demo_on_an_embedded_postgresql_in_the_working_directory() {
            Configuration configuration = read(null, Map.of());

            assertThat(configuration)
                    .isEqualTo(new Configuration(8016, Path.of("/srv/books/data"), null, 10, RUNS, true));
            assertThat(configuration.logDirectory()).isEqualTo(Path.of("/srv/books/data/log"));
            assertThat(configuration.postgresDirectory()).isEqualTo(Path.of("/srv/books/data/postgres"));
        }

        @Test
        void blank_variables_and_unknown_ones_count_as_none() {
            assertThat(read(null, Map.of("BILLING_SERVER_PORT", " ", "BILLING_OF_SOMEBODY_ELSE", "1")))
                    .isEqualTo(read(null, Map.of()));
        }

        @Test
        void an_empty_file_counts_as_none() throws IOException {
            assertThat(read(file("# nothing yet\n"), Map.of())).isEqualTo(read(null, Map.of()));
        }
    }

    @Nested
    class SetSomewhere {
        @Test
        void the_environment_goes_over_the_file() throws IOException {
            Path file = file("""
                    server:
                      port: 9000
                    data.directory: /var/lib/billing
                    demo: off
                    """);
            Configuration configuration = read(file, Map.of("BILLING_SERVER_PORT", "9001"));

            assertThat(configuration)
                    .isEqualTo(new Configuration(9001, Path.of("/var/lib/billing"), null, 10, RUNS, false));
        }

        @Test
        void a_configured_database_has_no_demo_unless_asked_for() {
            assertThat(read(null, Map.of("BILLING_DATABASE_URL", URL)).demo()).isFalse();
            assertThat(read(null, Map.of("BILLING_DATABASE_URL", URL, "BILLING_DEMO", "on"))
                            .demo())
                    .isTrue();
        }

        @Test
        void a_configured_database_is_used_as_the_application_role_and_installed_by_the_owner() {
            Configuration configuration = read(
                    null,
                    Map.of(
                            "BILLING_DATABASE_URL", URL,
                            "BILLING_DATABASE_PASSWORD", "one",
                            "BILLING_DATABASE_OWNER_USER", "root",
                            "BILLING_DATABASE_OWNER_PASSWORD", "two",
                            "BILLING_DATABASE_CONNECTIONS", "3"));

            assertThat(configuration.connections()).isEqualTo(3);
            assertThat(configuration.database())
                    .isEqualTo(new DatabaseConfiguration(
                            URL, new DatabaseLogin("billing_app", "one"), new DatabaseLogin("root", "two"), null));
        }

        @Test
        void a_role_of_its_own_keeps_house_else_the_owner_else_nobody() {
            Map<String, String> own = Map.of(
                    "BILLING_DATABASE_URL", URL,
                    "BILLING_DATABASE_OWNER_USER", "root",
                    "BILLING_DATABASE_MAINTENANCE_USER", "janitor",
                    "BILLING_DATABASE_MAINTENANCE_PASSWORD", "three");
            Map<String, String> owner = Map.of("BILLING_DATABASE_URL", URL, "BILLING_DATABASE_OWNER_USER", "root");

            assertThat(keepsHouse(own)).contains(new DatabaseLogin("janitor", "three"));
            assertThat(keepsHouse(owner)).contains(new DatabaseLogin("root", null));
            assertThat(keepsHouse(Map.of("BILLING_DATABASE_URL", URL))).isEmpty();
        }

        private Optional<DatabaseLogin> keepsHouse(Map<String, String> environment) {
            return Optional.ofNullable(read(null, environment).database()).flatMap(DatabaseConfiguration::keepsHouse);
        }

        @Test
        void runs_are_billed_by_as_many_as_are_set_and_joined_or_not() {
            RunConfiguration runs = read(
                            null,
                            Map.of(
                                    "BILLING_RUNS_WORKERS", "7",
                                    "BILLING_RUNS_JOIN", "off",
                                    "BILLING_RUNS_POLL_SECONDS", "3600",
                                    "BILLING_DATABASE_CONNECTIONS", "9"))
                    .runs();

            assertThat(runs).isEqualTo(new RunConfiguration(7, 0, Duration.ofHours(1)));
        }

        @Test
        void workers_are_one_per_processor_as_far_as_connections_go() {
            SettingValues nothing = new SettingValues(Map.of());

            assertThat(RunConfiguration.of(nothing, 10, 4).workers()).isEqualTo(4);
            assertThat(RunConfiguration.of(nothing, 10, 16).workers()).isEqualTo(6);
            assertThat(RunConfiguration.of(nothing, 2, 16).workers()).isEqualTo(1);
            assertThat(RunConfiguration.of(nothing, 1_000, 128).workers()).isEqualTo(64);
        }

        @Test
        void two_connections_are_left_by_workers_and_joins_together() {
            SettingValues nothing = new SettingValues(Map.of());
            SettingValues alone = new SettingValues(Map.of(Setting.RUNS_JOIN, "off"));

            for (int connections = 4; connections <= 200; connections++) {
                RunConfiguration runs = RunConfiguration.of(nothing, connections, 128);
                assertThat(connections - runs.workers() - runs.joins())
                        .as("of %d", connections)
                        .isGreaterThanOrEqualTo(2);
            }
            assertThat(RunConfiguration.of(nothing, 10, 128).joins()).isEqualTo(2);
            assertThat(RunConfiguration.of(alone, 10, 128).workers()).isEqualTo(8);
        }

        @Test
        void a_pool_that_is_small_has_a_worker_and_a_join_before_anything_is_left() {
            SettingValues nothing = new SettingValues(Map.of());
            Duration poll = Duration.ofSeconds(10);

            assertThat(RunConfiguration.of(nothing, 2, 4)).isEqualTo(new RunConfiguration(1, 1, poll));
            assertThat(RunConfiguration.of(nothing, 4, 4)).isEqualTo(new RunConfiguration(1, 1, poll));
            assertThat(RunConfiguration.of(nothing, 5, 4)).isEqualTo(new RunConfiguration(2, 1, poll));
            assertThat(RunConfiguration.of(nothing, 6, 4)).isEqualTo(new RunConfiguration(2, 2, poll));
        }

        @Test
        void passwords_are_not_shown() {
            assertThat(read(null, Map.of("BILLING_DATABASE_URL", URL, "BILLING_DATABASE_PASSWORD", "s3cret")))
                    .asString()
                    .contains("billing_app with a password")
                    .doesNotContain("s3cret");
        }
    }

    @Nested
    class ASettingThatCannotBeUsed {
        @Test
        void is_named_with_what_was_found_and_what_was_expected() {
            assertRefused(
                    Map.of("BILLING_SERVER_PORT", "80a"),
                    "server.port (BILLING_SERVER_PORT): expected 0 to 65535 but found '80a'");
            assertRefused(
                    Map.of("BILLING_SERVER_PORT", "65536"),
                    "server.port (BILLING_SERVER_PORT): expected 0 to 65535 but found '65536'");
            assertRefused(
                    Map.of("BILLING_DATABASE_CONNECTIONS", "1"),
                    "database.connections (BILLING_DATABASE_CONNECTIONS): expected 2 to 1000 but found '1'");
            assertRefused(
                    Map.of("BILLING_RUNS_WORKERS", "9"),
                    "runs.workers (BILLING_RUNS_WORKERS): expected 1 to 6 but found '9'");
            assertRefused(
                    Map.of("BILLING_RUNS_POLL_SECONDS", "0"),
                    "runs.poll-seconds (BILLING_RUNS_POLL_SECONDS): expected 1 to 3600 but found '0'");
            assertRefused(Map.of("BILLING_DEMO", "maybe"), "demo (BILLING_DEMO): expected on or off but found 'maybe'");
            assertRefused(
                    Map.of("BILLING_DATA_DIRECTORY", "a\0b"),
                    "data.directory (BILLING_DATA_DIRECTORY): expected a path but found 'a\0b'");
            assertRefused(
                    Map.of("BILLING_DATABASE_USER", "books"),
                    "database.url (BILLING_DATABASE_URL): expected it to be set, since database.user is");
        }

        @Test
        void another_kind_of_database_is_refused_without_showing_its_address() {
            assertRefused(
                    Map.of("BILLING_DATABASE_URL", "jdbc:other://user:s3cret@db/books"),
                    "database.url (BILLING_DATABASE_URL): expected jdbc:postgresql://host:port/database but found"
                            + " another kind");
        }

        @Test
        void an_unknown_key_of_the_file_is_refused_with_the_known_ones() throws IOException {
            Path file = file("server:\n  prot: 9000\n");

            assertThatThrownBy(() -> read(file, Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(file + ": expected one of server.port, data.directory, ")
                    .hasMessageEndingWith(" but found 'server.prot'");
        }

        @Test
        void a_list_where_a_value_belongs_is_refused() throws IOException {
            Path file = file("server:\n  port: [1, 2]\n");

            assertThatThrownBy(() -> read(file, Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(file + ": expected a value for server.port but found a list");
        }

        @Test
        void a_file_that_is_no_yaml_is_refused_with_the_line() throws IOException {
            Path file = file("server:\n  port: 1\n port: 2\n");

            assertThatThrownBy(() -> read(file, Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(file + ": expected YAML but found at line 3: ")
                    .message()
                    .hasLineCount(1);
        }

        @Test
        void a_file_that_is_not_there_is_refused() {
            Path missing = directory.resolve("missing.yaml");

            assertThatThrownBy(() -> read(missing, Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(missing + ": expected a readable file");
        }

        private void assertRefused(Map<String, String> environment, String message) {
            assertThatThrownBy(() -> read(null, environment))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(message);
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("billing.yaml"), text);
    }

    private static Configuration read(@Nullable Path file, Map<String, String> environment) {
        return Configuration.read(file, environment, BASE);
    }
}
