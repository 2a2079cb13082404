package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.DIRECTORY_IN_USE;
import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.PORT_IN_USE;
import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.START_FAILED;

import io.billing4j.server.postgres.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of the server process. It lives no longer than the thread that started it, see {@link Leash}. */
final class Postmaster {

    private static final long GLANCE_MILLIS = 20;

    private final PostgresPrograms programs;
    private final Process process;
    private final ServerLog log;

    private Postmaster(PostgresPrograms programs, Process process, ServerLog log) {
        this.programs = programs;
        this.process = process;
        this.log = log;
    }

    /** Starts a server and returns once it accepts connections; stops it again if it does not within the limit. */
    static Postmaster start(PostgresPrograms programs, Path data, List<String> arguments, ServerLog log, Duration limit)
            throws InterruptedException {
        Process process;
        try {
            process = programs.launch(arguments, log.begin());
        } catch (IOException e) {
            throw new EmbeddedPostgresException(START_FAILED, "to run postgres", e.toString(), e);
        }
        Postmaster postmaster = new Postmaster(programs, process, log);
        try {
            postmaster.awaitReady(data, limit);
            return postmaster;
        } catch (ClosedByInterruptException e) {
            // The same as below, met while reading a file. Cleared, else the stop would be a hurried one.
            Thread.interrupted();
            postmaster.stop();
            throw new InterruptedException(e.toString());
        } catch (IOException e) {
            postmaster.stop();
            throw new EmbeddedPostgresException(START_FAILED, "a readable postmaster.pid", e.toString(), e);
        } catch (InterruptedException e) {
            postmaster.stop();
            throw e;
        }
    }

    long pid() {
        return process.pid();
    }

    /** Returns when the process has ended, for whatever reason. */
    void awaitExit() throws InterruptedException {
        process.waitFor();
    }

    /** How the ended process ended, for a log. */
    String ending() {
        return "exit code " + process.exitValue() + ", last words:\n" + log.tail();
    }

    void stop() {
        programs.stop(process.toHandle());
    }

    private void awaitReady(Path data, Duration limit) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!isReady(data)) {
            if (process.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw diedEarly();
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                stop();
                throw new EmbeddedPostgresException(
                        START_FAILED, "PostgreSQL to be ready within " + limit, "it still at this:\n" + log.tail());
            }
        }
    }

    private boolean isReady(Path data) throws IOException {
        return PostmasterFile.read(data)
                .filter(file -> file.pid() == process.pid() && file.ready())
                .isPresent();
    }

    private EmbeddedPostgresException diedEarly() {
        String tail = log.tail();
        Problem problem = tail.contains("Address already in use")
                ? PORT_IN_USE
                : tail.contains("still in use") ? DIRECTORY_IN_USE : START_FAILED;
        return new EmbeddedPostgresException(problem, "PostgreSQL to start", ending());
    }
}
