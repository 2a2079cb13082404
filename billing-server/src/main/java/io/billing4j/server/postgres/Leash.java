package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.BINARIES_UNUSABLE;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the server process is tied to this one. At best it gets a session of its own, so that a Ctrl-C meant for us is
 * not also a shutdown of the database under our feet, and the kernel's promise of an interrupt (PostgreSQL's fast
 * shutdown) when we die. Where the machine cannot do that (macOS), the next start stops what was left running.
 *
 * <p>The kernel reckons by the <em>thread</em> that started the process: it must live as long as the process shall.
 *
 * @param prefix the words before a command
 * @param version what {@code postgres --version} said under this leash, such as {@code postgres (PostgreSQL) 18.6}
 */
record Leash(List<String> prefix, String version) {

    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final List<String> DIE_WITH_PARENT = List.of("setpriv", "--pdeathsig", "INT");

    /** The tightest leash under which {@code postgres} runs here. */
    static Leash tightest(PostgresUser user, PostgresBinaries binaries) {
        List<String> ownSession = new ArrayList<>(List.of("setsid"));
        ownSession.addAll(DIE_WITH_PARENT);
        String refusal = "";
        for (List<String> prefix : List.of(ownSession, DIE_WITH_PARENT, List.<String>of())) {
            List<String> command = new ArrayList<>(user.prefix());
            command.addAll(prefix);
            command.add(binaries.program("postgres").toString());
            command.add("--version");
            CommandResult probe = CommandResult.of(command, Path.of("/"), PROBE);
            if (probe.succeeded()) {
                return new Leash(List.copyOf(prefix), probe.output());
            }
            refusal = String.join(" ", command) + ": " + probe.output();
        }
        throw new EmbeddedPostgresException(
                BINARIES_UNUSABLE, "PostgreSQL to run on this machine (a Linux needs glibc)", refusal);
    }
}
