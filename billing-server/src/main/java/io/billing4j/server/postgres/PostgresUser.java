package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.NO_UNPRIVILEGED_USER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The account that the programs of PostgreSQL run under: that of this process, which needs a name for the first start. They
 * refuse root, so a root process has to hand them to somebody else:
 *
 * <ol>
 *   <li>{@code setpriv}: to the system's {@code nobody} (65534), who then owns the data. Every directory above the data
 *       must let others pass.
 *   <li>{@code unshare -U}: to a user namespace in which root has no name and no rights. The files stay root's, so this
 *       works also below closed directories such as {@code /root}, but not where namespaces are forbidden.
 * </ol>
 *
 * @param prefix the words before a command
 * @param owner the numeric user who must own the data, or {@link #AS_IS} when whoever created it does
 */
record PostgresUser(List<String> prefix, int owner) {

    static final int AS_IS = -1;
    private static final int ROOT = 0;
    private static final int NOBODY = 65_534;
    private static final Duration PROBE = Duration.ofSeconds(10);

    /** The first account that can enter the directory. */
    static PostgresUser whoReaches(Path directory) {
        if (!isRoot()) {
            return new PostgresUser(List.of(), AS_IS);
        }
        List<String> refusals = new ArrayList<>();
        for (PostgresUser candidate : List.of(nobody(), namespace())) {
            CommandResult probe =
                    CommandResult.of(candidate.command("test", "-x", directory.toString()), Path.of("/"), PROBE);
            if (probe.succeeded()) {
                return candidate;
            }
            refusals.add(String.join(" ", candidate.prefix) + ": "
                    + (probe.output().isEmpty() ? "cannot enter the directory" : probe.output()));
        }
        throw new EmbeddedPostgresException(
                NO_UNPRIVILEGED_USER,
                "a way for root to run PostgreSQL as somebody who reaches " + directory
                        + " (let others pass through every directory above it, or do not run as root)",
                String.join("; ", refusals));
    }

    /** Asked of the system: to the JDK whoever has no name is root, and users of containers often have none. */
    private static boolean isRoot() {
        CommandResult id = CommandResult.of(List.of("id", "-u"), Path.of("/"), PROBE);
        return id.succeeded() && id.output().equals(Integer.toString(ROOT));
    }

    static PostgresUser nobody() {
        return new PostgresUser(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);
    }

    static PostgresUser namespace() {
        return new PostgresUser(List.of("unshare", "-U"), ROOT);
    }

    /** The command with the prefix that changes to this account. */
    List<String> command(String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(words));
        return List.copyOf(command);
    }

    /** Lets this account own the tree, whoever ran PostgreSQL there before. */
    void claim(Path tree) throws IOException {
        if (owner != AS_IS
                && !Files.getAttribute(tree, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(owner)) {
            FileTree.give(tree, owner);
        }
    }
}
