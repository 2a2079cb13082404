package io.billing4j.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestHome.Provider.class)
class EmbeddedPostgresTest {

    @Nested
    class Starting {

        @Test
        void a_restart_keeps_rows_port_and_password(@TestHome.Empty TestHome home) throws Exception {
            EmbeddedPostgresConnection first;
            try (EmbeddedPostgres postgres = home.postgres()) {
                first = postgres.start();
                Ledger.create(first);
                Ledger.commit(first, 1, 10);
            }
            try (EmbeddedPostgres postgres = home.postgres()) {
                assertThat(postgres.start()).isEqualTo(first);
                assertThat(Ledger.count(first)).isEqualTo(10);
            }
        }

        @Test
        void the_cluster_is_durable_checked_and_independent_of_the_machines_locale(@TestHome.Empty TestHome home)
                throws Exception {
            try (EmbeddedPostgres postgres = home.postgres();
                    Connection connection = Ledger.connect(postgres.start())) {
                Map.of(
                                "fsync", "on",
                                "synchronous_commit", "on",
                                "full_page_writes", "on",
                                "data_checksums", "on",
                                "server_encoding", "UTF8",
                                "log_timezone", "UTC",
                                "listen_addresses", "127.0.0.1",
                                "unix_socket_directories", "",
                                "password_encryption", "scram-sha-256")
                        .forEach((setting, value) -> assertThat(show(connection, setting))
                                .as(setting)
                                .isEqualTo(value));
                assertThat(Ledger.query(connection, "SELECT string_agg(DISTINCT datcollate, ',') FROM pg_database"))
                        .isEqualTo("C");
                assertThat(Ledger.query(
                                connection, "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"))
                        .isEqualTo("scram-sha-256");
                assertThat(Ledger.query(connection, "SELECT current_database()"))
                        .isEqualTo("billing");
            }
        }

        @Test
        void settings_of_the_caller_go_over_the_defaults(TestHome home) throws Exception {
            EmbeddedPostgresSettings settings =
                    home.settings().withServerSettings(Map.of("max_connections", "17", "application_name", "a b 'c'"));
            try (EmbeddedPostgres postgres = new EmbeddedPostgres(settings)) {
                EmbeddedPostgresConnection admin = postgres.start();
                assertThat(Ledger.query(admin, "SHOW max_connections")).isEqualTo("17");
                assertThat(Ledger.query(
                                admin, "SELECT boot_val || reset_val FROM pg_settings WHERE name = 'max_connections'"))
                        .isEqualTo("10017");
            }
        }

        @Test
        void a_remembered_port_that_is_taken_gives_way_to_another(TestHome home) throws Exception {
            EmbeddedPostgresConnection first;
            try (EmbeddedPostgres postgres = home.postgres()) {
                first = postgres.start();
            }
            try (ServerSocket taken = LoopbackPort.bind(first.port());
                    EmbeddedPostgres postgres = home.postgres()) {
                EmbeddedPostgresConnection second = postgres.start();
                assertThat(second.port()).isNotEqualTo(taken.getLocalPort());
                assertThat(Ledger.query(second, "SELECT 1")).isEqualTo("1");
            }
        }

        private String show(Connection connection, String setting) {
            try {
                return Ledger.query(connection, "SHOW " + setting);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class Access {

        @Test
        void a_wrong_password_is_refused(TestHome home) {
            try (EmbeddedPostgres postgres = home.postgres()) {
                EmbeddedPostgresConnection admin = postgres.start();
                for (String password : new String[] {"wrong", ""}) {
                    EmbeddedPostgresConnection guess =
                            new EmbeddedPostgresConnection(admin.jdbcUrl(), admin.port(), admin.user(), password);
                    assertThatThrownBy(() -> Ledger.connect(guess)).isInstanceOf(SQLException.class);
                }
            }
        }

        @Test
        void the_password_lies_in_a_file_for_its_owner_alone_and_in_no_text(TestHome home) throws Exception {
            try (EmbeddedPostgres postgres = home.postgres()) {
                EmbeddedPostgresConnection admin = postgres.start();
                Path file = home.data().resolve("billing_admin.password");
                assertThat(Files.readString(file).strip())
                        .isEqualTo(admin.password())
                        .hasSize(43);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(admin).asString().doesNotContain(admin.password());
                assertThat(Files.readString(home.directory().resolve("postgres.log")))
                        .doesNotContain(admin.password());
            }
        }
    }

    @Nested
    class Life {

        @Test
        void a_close_ends_the_process_and_is_told_once(TestHome home) {
            EmbeddedPostgres postgres = home.postgres();
            assertThat(postgres.pid()).isEmpty();
            postgres.start();
            ProcessHandle process =
                    ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
            assertThat(postgres.onExit()).isNotDone();

            postgres.close();
            postgres.close();

            assertThat(process.isAlive()).isFalse();
            assertThat(postgres.onExit()).isCompletedWithValue(null);
        }

        @Test
        void an_instance_is_started_once(@TestHome.Empty TestHome home) {
            EmbeddedPostgres postgres = home.postgres();
            postgres.close();
            assertThatIllegalStateException().isThrownBy(postgres::start);
            assertThat(home.directory()).isEmptyDirectory();
        }
    }

    @Nested
    class Settings {

        private final EmbeddedPostgresSettings valid = EmbeddedPostgresSettings.in(Path.of("somewhere"));

        @Test
        void paths_become_absolute() {
            assertThat(valid.directory()).isEqualTo(Path.of("somewhere").toAbsolutePath());
            assertThat(valid.binaries()).isEqualTo(Path.of("somewhere/binaries").toAbsolutePath());
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 65_536})
        void a_port_outside_of_0_to_65535_is_refused(int port) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> valid.withPort(port))
                    .withMessageContaining("" + port);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1})
        void a_timeout_that_is_not_positive_is_refused(long millis) {
            assertThatIllegalArgumentException().isThrownBy(() -> valid.withStartTimeout(Duration.ofMillis(millis)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"listen_addresses", "port", "hba_file", "data_directory", "Fsync", "a=b", ""})
        void a_server_setting_that_is_malformed_or_belongs_to_the_launcher_is_refused(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> valid.withServerSettings(Map.of(name, "x")))
                    .withMessageContaining("'" + name + "'");
        }
    }
}
