package io.billing4j.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.server.postgres.EmbeddedPostgresException.Problem;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestHome.Provider.class)
@Timeout(60)
class EmbeddedPostgresRefusalTest {

    @Nested
    class ADirectoryInUse {

        @Test
        void is_refused_to_another_process_with_the_number_of_its_owner(TestHome home) throws Exception {
            try (OtherServer other = OtherServer.start(home)) {
                assertThat(other.nextLine()).startsWith("started");
                EmbeddedPostgresException refusal = refusal(home.postgres());
                assertThat(refusal.problem()).isEqualTo(Problem.DIRECTORY_IN_USE);
                assertThat(refusal.found())
                        .contains("process " + other.process().pid() + " since");
                assertThat(other.nextLine()).endsWith(".");
            }
        }

        @Test
        void is_refused_within_a_process_which_does_not_open_it_to_others(TestHome home) throws Exception {
            try (EmbeddedPostgres postgres = home.postgres()) {
                EmbeddedPostgresConnection admin = postgres.start();
                EmbeddedPostgresException refusal = refusal(home.postgres());
                assertThat(refusal.problem()).isEqualTo(Problem.DIRECTORY_IN_USE);
                assertThat(refusal.found()).contains("this very process");

                try (OtherServer other = OtherServer.start(home)) {
                    assertThat(other.nextLine()).startsWith("refused DIRECTORY_IN_USE");
                }
                assertThat(Ledger.query(admin, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Nested
    class Data {

        @Test
        void of_another_major_version_are_refused_and_left_alone(TestHome home) throws Exception {
            try (EmbeddedPostgres postgres = home.postgres()) {
                postgres.start();
            }
            Path version = home.data().resolve("PG_VERSION");
            Files.writeString(version, "17\n");

            EmbeddedPostgresException refusal = refusal(home.postgres());

            assertThat(refusal.problem()).isEqualTo(Problem.WRONG_VERSION);
            assertThat(refusal)
                    .hasMessageContaining("expected data of PostgreSQL 18")
                    .hasMessageContaining("PG_VERSION 17");
            assertThat(version).hasContent("17");
        }

        @Test
        void that_are_not_of_postgresql_are_refused_and_left_alone(@TestHome.Empty TestHome home) throws Exception {
            Path letter = Files.createDirectory(home.data()).resolve("letter.txt");
            Files.writeString(letter, "Dear customer");

            assertThat(refusal(home.postgres()).problem()).isEqualTo(Problem.DIRECTORY_UNUSABLE);
            assertThat(letter).hasContent("Dear customer");
        }

        @Test
        void with_another_password_than_the_stored_one_are_refused_and_nothing_is_left_running(TestHome home)
                throws Exception {
            EmbeddedPostgresConnection admin;
            try (EmbeddedPostgres postgres = home.postgres()) {
                admin = postgres.start();
            }
            Path file = home.data().resolve("billing_admin.password");
            Files.writeString(file, "forgotten");

            EmbeddedPostgres postgres = home.postgres();
            assertThat(refusal(postgres).problem()).isEqualTo(Problem.START_FAILED);

            assertThat(ProcessHandle.of(postgres.pid().orElseThrow())).isEmpty();
            assertThat(postgres.onExit()).isCompletedExceptionally();
            Files.writeString(file, admin.password());
            try (EmbeddedPostgres next = home.postgres()) {
                assertThat(next.start().password()).isEqualTo(admin.password());
            }
        }
    }

    @Nested
    class AServer {

        @Test
        void whose_port_is_taken_is_refused(TestHome home) throws Exception {
            try (ServerSocket taken = LoopbackPort.bind(0)) {
                EmbeddedPostgresException refusal =
                        refusal(new EmbeddedPostgres(home.settings().withPort(taken.getLocalPort())));
                assertThat(refusal.problem()).isEqualTo(Problem.PORT_IN_USE);
                assertThat(refusal).hasMessageContaining("port " + taken.getLocalPort());
            }
        }

        @Test
        void that_does_not_start_says_why_in_its_own_words(TestHome home) {
            EmbeddedPostgresException refusal = refusal(
                    new EmbeddedPostgres(home.settings().withServerSettings(Map.of("shared_buffers", "plenty"))));
            assertThat(refusal.problem()).isEqualTo(Problem.START_FAILED);
            assertThat(refusal.found()).contains("invalid value for parameter \"shared_buffers\": \"plenty\"");
        }
    }

    private static EmbeddedPostgresException refusal(EmbeddedPostgres postgres) {
        return assertThatExceptionOfType(EmbeddedPostgresException.class)
                .isThrownBy(postgres::start)
                .actual();
    }
}
