package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.DIRECTORY_UNUSABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier process may have left running on the data: a server whose owner was killed, or sessions whose server
 * was. Since we hold the lock of the directory, nobody else still wants them.
 */
final class LeftoverServer {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverServer.class);

    private final PostgresPrograms programs;
    private final Path data;

    LeftoverServer(PostgresPrograms programs, Path data) {
        this.programs = programs;
        this.data = data;
    }

    void stop() {
        try {
            Optional<ProcessHandle> claimed = PostmasterFile.read(data).flatMap(file -> ProcessHandle.of(file.pid()));
            if (claimed.filter(this::serves).isPresent()) {
                LOG.warn(
                        "stopping PostgreSQL that was left running on {}, pid {}",
                        data,
                        claimed.get().pid());
                programs.stop(claimed.get());
            } else if (claimed.isPresent()) {
                // A stranger has got the number of the dead server, and PostgreSQL would take it for alive. The file of
                // a number that is free it judges better itself, from more than the number.
                LOG.warn(
                        "removing the stale postmaster.pid of {}: pid {} is not its server",
                        data,
                        claimed.get().pid());
                Files.deleteIfExists(PostmasterFile.path(data));
            }
            stopSessions();
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    DIRECTORY_UNUSABLE, "a readable postmaster.pid in " + data, e.toString(), e);
        }
    }

    /**
     * Ends sessions that outlived their server. They would notice by themselves at their next look at the client, but
     * until then the data cannot be opened. Where the system does not tell us (macOS, or root without the right to
     * trace) the start that follows waits for them.
     */
    void stopSessions() {
        ProcessHandle.allProcesses()
                .filter(process -> isPostgres(process) && worksIn(process, data))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Whether the process is a server on this data, not merely one that has got its number. */
    private boolean serves(ProcessHandle process) {
        List<String> arguments = Arrays.asList(process.info().arguments().orElse(new String[0]));
        return isPostgres(process)
                && (worksIn(process, data)
                        || Collections.indexOfSubList(arguments, List.of("-D", data.toString())) >= 0);
    }

    /** True also where the system hides the program from us. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(true);
    }

    private static boolean worksIn(ProcessHandle process, Path directory) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(directory);
        } catch (IOException e) {
            return false;
        }
    }
}
