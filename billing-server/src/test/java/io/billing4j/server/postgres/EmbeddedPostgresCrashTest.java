package io.billing4j.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.server.postgres.EmbeddedPostgresException.Problem;
import java.nio.file.Files;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestHome.Provider.class)
@Timeout(60)
class EmbeddedPostgresCrashTest {

    private static final String START = "SELECT pg_postmaster_start_time()";

    @Nested
    class TheServerProcessIsKilled {

        @Test
        void it_is_started_again_and_a_pool_finds_all_that_was_committed(TestHome home) throws Exception {
            try (EmbeddedPostgres postgres = home.postgres()) {
                EmbeddedPostgresConnection admin = postgres.start();
                String start = Ledger.query(admin, START);
                Ledger.create(admin);
                Ledger.commit(admin, 1, 50);
                try (HikariDataSource pool = pool(admin)) {
                    kill(postgres);
                    assertThat(answerAfter(pool, start, "SELECT count(*) FROM ledger"))
                            .isEqualTo("50");
                }
                assertThat(postgres.onExit()).isNotDone();
            }
        }

        @Test
        @EnabledOnOs(value = OS.LINUX, disabledReason = "macOS does not tell which directory a process works in")
        void a_session_that_does_not_notice_its_death_does_not_keep_it_down(TestHome home) throws Exception {
            try (EmbeddedPostgres postgres = home.postgres()) {
                EmbeddedPostgresConnection admin = postgres.start();
                try (HikariDataSource pool = pool(admin);
                        Connection busy = Ledger.connect(admin)) {
                    String start = Ledger.query(busy, START);
                    CompletableFuture<Throwable> end = new CompletableFuture<>();
                    Thread endless = new Thread(() -> end.complete(catchThrowable(() -> runEndlessly(busy))));
                    endless.start();
                    String running = "SELECT count(*) FROM pg_stat_activity"
                            + " WHERE state = 'active' AND query LIKE '%END LOOP%' AND pid <> pg_backend_pid()";
                    try (Connection observer = Ledger.connect(admin)) {
                        while (Ledger.query(observer, running).equals("0")) {
                            Thread.onSpinWait();
                        }
                    }

                    kill(postgres);

                    assertThat(answerAfter(pool, start, "SELECT 1")).isEqualTo("1");
                    endless.join();
                    assertThat(end.join()).isInstanceOf(SQLException.class);
                }
            }
        }

        /** Computes without ever looking at the client or at the server process. */
        private void runEndlessly(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DO $$ BEGIN LOOP NULL; END LOOP; END $$");
            }
        }

        @Test
        void one_that_keeps_dying_is_given_up(TestHome home) {
            try (EmbeddedPostgres postgres = home.postgres()) {
                postgres.start();
                while (!isOverSoon(postgres)) {
                    ProcessHandle.of(postgres.pid().orElseThrow()).ifPresent(process -> {
                        process.destroyForcibly();
                        process.onExit().join();
                    });
                }
                assertThat(reason(postgres)).isEqualTo(Problem.GAVE_UP);
            }
        }

        private boolean isOverSoon(EmbeddedPostgres postgres) {
            return postgres.onExit()
                    .handle((nothing, failure) -> true)
                    .completeOnTimeout(false, 10, TimeUnit.MILLISECONDS)
                    .join();
        }

        @Test
        void one_that_cannot_start_again_is_told(TestHome home) throws Exception {
            try (EmbeddedPostgres postgres = home.postgres()) {
                postgres.start();
                Files.writeString(home.data().resolve("PG_VERSION"), "17\n");
                kill(postgres);
                assertThat(reason(postgres)).isEqualTo(Problem.START_FAILED);
            }
        }
    }

    @Nested
    class TheOwnersProcessIsKilled {

        @Test
        void the_next_start_finds_all_that_was_committed(TestHome home) throws Exception {
            try (OtherServer other = OtherServer.start(home)) {
                assertThat(other.nextLine()).startsWith("started");
                while (!other.nextLine().equals("50.")) {
                    assertThat(other.process().isAlive()).isTrue();
                }
                long committed = other.kill(50);

                try (EmbeddedPostgres postgres = home.postgres()) {
                    assertThat(Ledger.count(postgres.start())).isBetween(committed, committed + 1);
                }
            }
        }

        @Test
        @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux ties the life of a process to its parent's")
        void the_server_process_goes_with_it(TestHome home) throws Exception {
            try (OtherServer other = OtherServer.start(home)) {
                long pid = Long.parseLong(other.nextLine().substring("started ".length()));
                CompletableFuture<ProcessHandle> exit =
                        ProcessHandle.of(pid).orElseThrow().onExit();
                other.kill(0);
                assertThat(exit).succeedsWithin(Duration.ofSeconds(20));
            }
        }

        @Test
        void data_that_was_being_created_is_created_anew(@TestHome.Empty TestHome home) throws Exception {
            home.programs();
            try (WatchService watch = home.directory().getFileSystem().newWatchService()) {
                home.directory().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
                try (OtherServer other = OtherServer.start(home)) {
                    awaitCreation(watch, "initdb-");
                    other.kill(0);
                }
            }
            assertThat(home.data()).doesNotExist();
            assertThat(FileTree.childrenNamed(home.directory(), "initdb-")).hasSize(1);

            try (EmbeddedPostgres postgres = home.postgres()) {
                assertThat(Ledger.query(postgres.start(), "SELECT 1")).isEqualTo("1");
            }
            assertThat(FileTree.childrenNamed(home.directory(), "initdb-")).isEmpty();
        }

        private void awaitCreation(WatchService watch, String prefix) throws InterruptedException {
            while (true) {
                WatchKey key = watch.poll(30, TimeUnit.SECONDS);
                assertThat(key).as("something created within 30 s").isNotNull();
                if (key.pollEvents().stream()
                        .anyMatch(event -> String.valueOf(event.context()).startsWith(prefix))) {
                    return;
                }
                key.reset();
            }
        }
    }

    @Nested
    class SomethingWasLeftBehind {

        @Test
        void a_server_without_owner_is_stopped(TestHome home) throws Exception {
            EmbeddedPostgresConnection admin = createWithOneEntry(home);
            PostgresPrograms programs = home.programs();
            CommandResult started = programs.run(
                    "pg_ctl",
                    List.of(
                            "start",
                            "-w",
                            "-D",
                            home.data().toString(),
                            "-l",
                            home.data().resolve("orphan.log").toString(),
                            "-o",
                            "-p " + admin.port() + " -k ''"),
                    Duration.ofSeconds(20));
            assertThat(started).matches(CommandResult::succeeded);
            long orphan = PostmasterFile.read(home.data()).orElseThrow().pid();
            Ledger.commit(admin, 2, 2);

            try (EmbeddedPostgres postgres = home.postgres()) {
                assertThat(Ledger.count(postgres.start())).isEqualTo(2);
                assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive))
                        .isEmpty();
            }
        }

        @Test
        void a_lock_whose_number_now_belongs_to_a_stranger_is_removed_and_the_stranger_lives(TestHome home)
                throws Exception {
            createWithOneEntry(home);
            PostgresUser user = home.programs().user();
            Process stranger = new ProcessBuilder(user.command("tail", "-f", "/dev/null")).start();
            try {
                Files.writeString(
                        home.data().resolve("postmaster.pid"),
                        stranger.pid() + "\n" + home.data() + "\n1700000000\n5432\n\n127.0.0.1\n\nready\n");
                user.claim(home.data());
                try (EmbeddedPostgres postgres = home.postgres()) {
                    assertThat(Ledger.count(postgres.start())).isEqualTo(1);
                }
                assertThat(stranger.isAlive()).isTrue();
            } finally {
                stranger.destroyForcibly().waitFor();
            }
        }

        private EmbeddedPostgresConnection createWithOneEntry(TestHome home) throws SQLException {
            try (EmbeddedPostgres postgres = home.postgres()) {
                EmbeddedPostgresConnection admin = postgres.start();
                Ledger.create(admin);
                Ledger.commit(admin, 1, 1);
                return admin;
            }
        }
    }

    private static void kill(EmbeddedPostgres postgres) {
        ProcessHandle process = ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private static Problem reason(EmbeddedPostgres postgres) {
        try {
            postgres.onExit().join();
            throw new AssertionError("expected a failure");
        } catch (CompletionException e) {
            if (e.getCause() instanceof EmbeddedPostgresException reason) {
                return reason.problem();
            }
            throw e;
        }
    }

    private static HikariDataSource pool(EmbeddedPostgresConnection admin) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(admin.jdbcUrl());
        config.setUsername(admin.user());
        config.setPassword(admin.password());
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(20_000);
        return new HikariDataSource(config);
    }

    /** Connections and a few answers may still be those of the dead server's sessions, which end a little later. */
    private static String answerAfter(HikariDataSource pool, String formerStart, String sql) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30)) {
            try (Connection connection = pool.getConnection()) {
                if (!Ledger.query(connection, START).equals(formerStart)) {
                    return Ledger.query(connection, sql);
                }
            } catch (SQLException e) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("expected an answer of a new server within 30 s, found none");
    }
}
