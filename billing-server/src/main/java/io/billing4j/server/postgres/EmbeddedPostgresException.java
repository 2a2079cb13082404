package io.billing4j.server.postgres;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The embedded PostgreSQL could not be started or kept running.
 *
 * <p>The message names the problem, what was expected and what was found, for example {@code WRONG_VERSION: expected
 * data of PostgreSQL 18, found PG_VERSION 17 in /var/lib/billing/data}.
 */
public final class EmbeddedPostgresException extends RuntimeException {

    /** What went wrong, for programs that have to tell the cases apart. */
    public enum Problem {
        /** There are no binaries for this operating system and processor, or they are not on the class path. */
        UNSUPPORTED_PLATFORM,
        /** The binaries are there but do not run. */
        BINARIES_UNUSABLE,
        /** This process is root, and no other account could be found that reaches the directory. */
        NO_UNPRIVILEGED_USER,
        /** Another running process owns the directory. */
        DIRECTORY_IN_USE,
        /** The directory cannot be read or written, or holds something other than data of PostgreSQL. */
        DIRECTORY_UNUSABLE,
        /** The data was written by another major version of PostgreSQL. */
        WRONG_VERSION,
        /** The port is taken. */
        PORT_IN_USE,
        /** The server process ended, or was not ready in time, or refused the first connection. */
        START_FAILED,
        /** The server process died again and again and is no longer restarted. */
        GAVE_UP
    }

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final String expected;
    private final String found;

    EmbeddedPostgresException(Problem problem, String expected, String found) {
        this(problem, expected, found, null);
    }

    EmbeddedPostgresException(Problem problem, String expected, String found, @Nullable Throwable cause) {
        super(problem + ": expected " + expected + ", found " + found, cause);
        this.problem = Objects.requireNonNull(problem, "problem");
        this.expected = expected;
        this.found = found;
    }

    /** What went wrong. */
    public Problem problem() {
        return problem;
    }

    /** What the launcher needed, in words. */
    public String expected() {
        return expected;
    }

    /** What was there instead, in words; for a failed start the last lines of the server's log. */
    public String found() {
        return found;
    }
}
