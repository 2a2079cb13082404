package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
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

            assertThat(configuration.server().port()).isEqualTo(8016);
            assertThat(configuration.database()).isNull();
            assertThat(configuration.pool().connections()).isEqualTo(10);
            assertThat(configuration.runs()).isEqualTo(RUNS);
            assertThat(configuration.jobs())
                    .isEqualTo(new JobConfiguration(true, LocalTime.of(1, 0), 2, Duration.ofSeconds(10)));
            assertThat(configuration.demo()).isTrue();
            assertThat(configuration.dataDirectory()).isEqualTo(Path.of("/srv/books/data"));
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

            assertThat(configuration.server().port()).isEqualTo(9001);
            assertThat(configuration.dataDirectory()).isEqualTo(Path.of("/var/lib/billing"));
            assertThat(configuration.demo()).isFalse();
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

            assertThat(configuration.pool().connections()).isEqualTo(3);
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
            SettingValues nothing = values(Map.of());

            assertThat(RunConfiguration.of(nothing, 10, 4).workers()).isEqualTo(4);
            assertThat(RunConfiguration.of(nothing, 10, 16).workers()).isEqualTo(6);
            assertThat(RunConfiguration.of(nothing, 2, 16).workers()).isEqualTo(1);
            assertThat(RunConfiguration.of(nothing, 1_000, 128).workers()).isEqualTo(64);
        }

        @Test
        void two_connections_are_left_by_workers_and_joins_together() {
            SettingValues nothing = values(Map.of());
            SettingValues alone = values(Map.of("BILLING_RUNS_JOIN", "off"));

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
            SettingValues nothing = values(Map.of());
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
            assertRefused(
                    Map.of("BILLING_JOBS_THREADS", "9"),
                    "jobs.threads (BILLING_JOBS_THREADS): expected 1 to 8 but found '9'");
            assertRefused(
                    Map.of("BILLING_JOBS_THREADS", "17", "BILLING_DATABASE_CONNECTIONS", "100"),
                    "jobs.threads (BILLING_JOBS_THREADS): expected 1 to 16 but found '17'");
            for (String time : new String[] {"24:00", "1:00", "01:00:00", "noon", "01:60"}) {
                assertRefused(
                        Map.of("BILLING_JOBS_BILLING_AT", time),
                        "jobs.billing-at (BILLING_JOBS_BILLING_AT): expected 00:00 to 23:59 but found '" + time + "'");
            }
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
        void everything_that_is_wrong_is_told_at_once() throws IOException {
            Path file = file("""
                    server:
                      prot: 9000
                      port: [1, 2]
                    database: postgres
                    demo: maybe
                    runs.join: on
                    runs:
                      join: off
                    """);
            Map<String, String> environment = Map.of(
                    "BILLING_DATABASE_OWNER_PASSWORD", "s3cret",
                    "BILLING_DATABASE_CONNECTIONS", "1",
                    "BILLING_RUNS_POLL_SECONDS", "soon");

            assertRefused(
                    file,
                    environment,
                    "server.prot (" + file + "): expected a setting that --help lists but found an unknown one",
                    "server.port (" + file + "): expected a value but found a list",
                    "database (" + file + "): expected settings below it but found a value",
                    "runs.join (" + file + "): expected it once but found it twice",
                    "database.owner-user (BILLING_DATABASE_OWNER_USER): expected it to be set, since"
                            + " database.owner-password is",
                    "database.url (BILLING_DATABASE_URL): expected it to be set, since database.owner-password is",
                    "database.connections (BILLING_DATABASE_CONNECTIONS): expected 2 to 1000 but found '1'",
                    "runs.poll-seconds (BILLING_RUNS_POLL_SECONDS): expected 1 to 3600 but found 'soon'",
                    "demo (" + file + "): expected on or off but found 'maybe'");
        }

        @Test
        void a_file_that_holds_something_else_is_refused() throws IOException {
            Path list = file("- demo\n");
            assertRefused(list, Map.of(), list + ": expected settings, such as 'demo: off', but found a list");
            Path value = file("s3cret\n");
            assertRefused(value, Map.of(), value + ": expected settings, such as 'demo: off', but found a value");
            Path two = file("demo: off\n---\ndemo: on\n");
            assertRefused(two, Map.of(), two + ": expected one document but found another one behind it");
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

        @Test
        void the_file_may_be_named_in_the_environment() throws IOException {
            Path file = file("server.port: 9000\n");
            Map<String, String> environment = Map.of("BILLING_CONFIG", file.toString());
            Path other = Files.writeString(directory.resolve("other.yaml"), "server.port: 9001\n");

            assertThat(read(null, environment).server().port()).isEqualTo(9000);
            assertThat(read(other, environment).server().port())
                    .as("--config goes first")
                    .isEqualTo(9001);
            assertRefused(Map.of("BILLING_CONFIG", "a\0b"), "BILLING_CONFIG: expected a path but found 'a\0b'");
        }

        private void assertRefused(Map<String, String> environment, String message) {
            assertRefused(null, environment, message);
        }

        private void assertRefused(@Nullable Path file, Map<String, String> environment, String... faults) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> read(file, environment))
                    .extracting(ConfigurationException::faults, InstanceOfAssertFactories.list(String.class))
                    .containsExactly(faults);
        }
    }

    @Nested
    class ASecret {
        @Test
        void may_be_held_by_a_file_without_its_last_line_break() throws IOException {
            secret("two\r\n\n");

            assertThat(password("database.password-file: secret", Map.of())).isEqualTo("two\r\n");
            secret(" two ");
            assertThat(password("", Map.of("BILLING_DATABASE_PASSWORD_FILE", "secret")))
                    .isEqualTo(" two ");
        }

        @Test
        void of_the_environment_goes_over_that_of_the_file_however_each_is_given() throws IOException {
            secret("two");

            assertThat(password("database.password-file: secret", Map.of("BILLING_DATABASE_PASSWORD", "one")))
                    .isEqualTo("one");
            assertThat(password("database.password: one", Map.of("BILLING_DATABASE_PASSWORD_FILE", "secret")))
                    .isEqualTo("two");
        }

        @Test
        void is_taken_as_it_is_written() {
            assertThat(password("database.password: 0012", Map.of())).isEqualTo("0012");
            assertThat(password("database.password: ' a '", Map.of())).isEqualTo(" a ");
            assertThat(password("", Map.of("BILLING_DATABASE_PASSWORD", " a "))).isEqualTo(" a ");
        }

        @Test
        void is_refused_where_it_is_given_twice_or_its_file_holds_none() throws IOException {
            secret("\n");
            Map<String, String> environment = Map.of(
                    "BILLING_DATABASE_URL", URL,
                    "BILLING_DATABASE_PASSWORD", "s3cret",
                    "BILLING_DATABASE_PASSWORD_FILE", "secret",
                    "BILLING_DATABASE_OWNER_USER", "root",
                    "BILLING_DATABASE_OWNER_PASSWORD_FILE", "secret",
                    "BILLING_DATABASE_MAINTENANCE_USER", "janitor",
                    "BILLING_DATABASE_MAINTENANCE_PASSWORD_FILE", "nowhere");

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> read(null, environment, directory))
                    .extracting(ConfigurationException::faults, InstanceOfAssertFactories.list(String.class))
                    .containsExactly(
                            "database.password (BILLING_DATABASE_PASSWORD): expected it or"
                                    + " BILLING_DATABASE_PASSWORD_FILE but found both",
                            "database.owner-password-file (BILLING_DATABASE_OWNER_PASSWORD_FILE): expected a file that"
                                    + " holds the secret but found " + directory.resolve("secret")
                                    + ", which is empty",
                            "database.maintenance-password-file (BILLING_DATABASE_MAINTENANCE_PASSWORD_FILE): expected"
                                    + " a file that holds the secret but found"
                                    + " java.nio.file.NoSuchFileException: " + directory.resolve("nowhere"));
        }

        @Test
        void that_everybody_may_read_is_warned_of() throws IOException {
            Path secret = secret("two");
            Path file = file("database:\n  url: " + URL + "\n  password-file: secret\n  owner-user: root\n"
                    + "  owner-password: three\n");
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(read(file, Map.of(), directory).report().warnings())
                    .containsExactly(
                            "database.password-file: everybody may read " + secret,
                            file + " holds a secret, and everybody may read it");

            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertThat(read(file, Map.of(), directory).report().warnings()).isEmpty();
        }

        private Path secret(String content) throws IOException {
            return Files.writeString(directory.resolve("secret"), content);
        }

        private @Nullable String password(String yaml, Map<String, String> environment) {
            try {
                Path file = file("database.url: " + URL + "\n" + yaml + "\n");
                DatabaseConfiguration database =
                        read(file, environment, directory).database();
                return database == null ? null : database.application().password();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    class TheReport {
        @Test
        void has_each_setting_with_its_value_and_where_that_comes_from() throws IOException {
            Path file = file("""
                    database:
                      url: jdbc:postgresql://db.example.com/books?password=s3cret
                      password: s3cret
                    """);
            SettingReport report =
                    read(file, Map.of("BILLING_SERVER_PORT", "9000")).report();

            assertThat(report.settings())
                    .extracting(SettingReport.Line::setting)
                    .containsExactly(Setting.values());
            assertThat(report.settings())
                    .contains(
                            new SettingReport.Line(
                                    Setting.SERVER_PORT, "9000", SettingOrigin.ENVIRONMENT, "BILLING_SERVER_PORT"),
                            new SettingReport.Line(Setting.DATABASE_CONNECTIONS, "10", SettingOrigin.DEFAULT, ""),
                            new SettingReport.Line(Setting.DEMO, "off", SettingOrigin.DEFAULT, ""),
                            new SettingReport.Line(
                                    Setting.DATABASE_PASSWORD, "***", SettingOrigin.FILE, file.toString()),
                            new SettingReport.Line(Setting.DATABASE_OWNER_PASSWORD, "", SettingOrigin.DEFAULT, ""));
            assertThat(report.toString())
                    .contains("database.url=jdbc:postgresql://db.example.com/books?*** (" + file + ")")
                    .doesNotContain("s3cret");
        }
    }

    private static SettingValues values(Map<String, String> environment) {
        return SettingValues.read(null, environment, BASE);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("billing.yaml"), text);
    }

    private static Configuration read(@Nullable Path file, Map<String, String> environment) {
        return read(file, environment, BASE);
    }

    /** A database of one's own needs tokens of one's own: what is set here is about the rest. */
    private static Configuration read(@Nullable Path file, Map<String, String> environment, Path base) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("BILLING_AUTH_SECRET", "a secret of the tests that is long enough");
        return Configuration.read(file, all, base);
    }
}
