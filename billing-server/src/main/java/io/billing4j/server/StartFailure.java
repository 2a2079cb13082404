package io.billing4j.server;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.server.postgres.EmbeddedPostgresException;
import java.net.BindException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Why the server did not start, in one line for whoever started it: what was found, and what to do about it. */
final class StartFailure {
    private StartFailure() {}

    /** The line for a failure of {@link ServerProcess#start}. */
    static String line(Throwable failure, Configuration configuration) {
        EmbeddedPostgresException postgres = cause(failure, EmbeddedPostgresException.class);
        BillingException books = cause(failure, BillingException.class);
        BindException port = cause(failure, BindException.class);
        String line;
        if (port != null) {
            line = "cannot listen on port " + configuration.server().port() + " of "
                    + configuration.server().host().getHostAddress() + ": " + port.getMessage()
                    + "; stop what listens there, or choose another port by " + Setting.SERVER_PORT.variable();
        } else if (postgres != null) {
            line = "the embedded PostgreSQL did not start: expected " + postgres.expected() + ", found "
                    + postgres.found() + "; " + remedy(postgres.problem(), configuration);
        } else if (books != null) {
            line = books.detail() + remedy(books.code());
        } else {
            line = "unexpected " + failure.getClass().getSimpleName() + ": " + failure.getMessage() + "; see "
                    + (configuration.log().toConsole() ? "the log" : configuration.logDirectory());
        }
        // What others say may have several lines.
        return line.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String remedy(EmbeddedPostgresException.Problem problem, Configuration configuration) {
        String elsewhere = "choose another directory by " + Setting.DATA_DIRECTORY.variable();
        String own = "use a PostgreSQL of your own by " + Setting.DATABASE_URL.variable();
        return switch (problem) {
            case DIRECTORY_IN_USE -> "stop the other server, or " + elsewhere;
            case DIRECTORY_UNUSABLE -> "make it usable, or " + elsewhere;
            case NO_UNPRIVILEGED_USER -> elsewhere + ", or " + own;
            case WRONG_VERSION -> "start the release that wrote the data, or " + elsewhere;
            case UNSUPPORTED_PLATFORM, BINARIES_UNUSABLE -> own;
            case PORT_IN_USE -> "start again";
            case START_FAILED, GAVE_UP ->
                "see " + configuration.postgresDirectory().resolve("postgres.log");
        };
    }

    private static String remedy(ErrorCode code) {
        return switch (code) {
            case STORE_UNAVAILABLE -> "; check " + Setting.DATABASE_URL.variable() + " and that the database runs";
            case SCHEMA_NOT_CURRENT, INSUFFICIENT_PRIVILEGE ->
                "; " + Setting.DATABASE_OWNER_USER.variable() + " may name a role that is allowed to";
            default -> "";
        };
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> wanted) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (wanted.isInstance(at)) {
                return wanted.cast(at);
            }
            T suppressed = Arrays.stream(at.getSuppressed())
                    .filter(wanted::isInstance)
                    .map(wanted::cast)
                    .findFirst()
                    .orElse(null);
            if (suppressed != null) {
                return suppressed;
            }
        }
        return null;
    }
}
