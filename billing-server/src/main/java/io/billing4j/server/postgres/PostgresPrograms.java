package io.billing4j.server.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of PostgreSQL, ready to be run: unpacked, under an account that they accept, on a leash.
 *
 * @param home the working directory of all of them
 */
record PostgresPrograms(PostgresBinaries binaries, PostgresUser user, Leash leash, Path home) {

    private static final long GLANCE_MILLIS = 20;
    private static final Duration SIGNAL = Duration.ofSeconds(10);
    private static final Duration FAST_STOP = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(5);

    static PostgresPrograms choose(PostgresBinaries binaries, Path home) {
        PostgresUser user = PostgresUser.whoReaches(home);
        return new PostgresPrograms(binaries, user, Leash.tightest(user, binaries), home);
    }

    /** {@code 18} of {@code postgres (PostgreSQL) 18.6}. */
    String majorVersion() {
        String number = version();
        int dot = number.indexOf('.');
        return dot < 0 ? number : number.substring(0, dot);
    }

    /** {@code 18.6} of {@code postgres (PostgreSQL) 18.6}. */
    String version() {
        return leash.version().substring(leash.version().lastIndexOf(' ') + 1);
    }

    /** Runs a program to its end. */
    CommandResult run(String program, List<String> arguments, Duration limit) {
        return CommandResult.of(command(program, arguments), home, limit);
    }

    /** Starts the server process on the leash of the calling thread, its output in a file. */
    Process launch(List<String> arguments, File log) throws IOException {
        return CommandResult.bare(command("postgres", arguments), home)
                .redirectOutput(log)
                .start();
    }

    /** Stops a server: fast, which ends its sessions and writes a checkpoint; else at once; else by force. */
    void stop(ProcessHandle server) {
        if (!ends(server, "INT", FAST_STOP) && !ends(server, "QUIT", IMMEDIATE_STOP)) {
            server.destroyForcibly();
            awaitEnd(server, IMMEDIATE_STOP);
        }
    }

    private boolean ends(ProcessHandle server, String signal, Duration limit) {
        run("pg_ctl", List.of("kill", signal, Long.toString(server.pid())), SIGNAL);
        return awaitEnd(server, limit);
    }

    /**
     * By looking, and not by {@link ProcessHandle#onExit()}: that tells us through the common pool, which is not ours,
     * and whose few threads may all be waiting for this very database.
     */
    private static boolean awaitEnd(ProcessHandle server, Duration limit) {
        long begin = System.nanoTime();
        try {
            while (server.isAlive()) {
                if (System.nanoTime() - begin > limit.toNanos()) {
                    return false;
                }
                Thread.sleep(GLANCE_MILLIS);
            }
            return true;
        } catch (InterruptedException e) {
            // Whoever is in a hurry gets the harder signals sooner, but never an unattended server.
            Thread.currentThread().interrupt();
            return !server.isAlive();
        }
    }

    private List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(leash.prefix());
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        return command;
    }
}
