package io.billing4j.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What became of a short command.
 *
 * @param succeeded whether it ended in time with exit code 0
 * @param output what it wrote to both streams, or why it could not be run
 */
record CommandResult(boolean succeeded, String output) {

    /**
     * Runs a command to its end, at most for the limit, in a working directory. It inherits no more of the environment
     * than the search path: neither secrets of this process nor settings such as {@code PGDATA} or {@code LC_ALL}.
     */
    static CommandResult of(List<String> command, Path directory, Duration limit) {
        try {
            // A file, since a pipe that nobody empties could block the command, and one that its children keep open
            // could block us.
            Path output = Files.createTempFile("billing-postgres-", ".out");
            try {
                Process process =
                        bare(command, directory).redirectOutput(output.toFile()).start();
                boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
                String text = Files.readString(output, UTF_8).strip();
                return ended
                        ? new CommandResult(process.exitValue() == 0, text)
                        : new CommandResult(false, "no end within " + limit + "\n" + text);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return new CommandResult(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CommandResult(false, "interrupted");
        }
    }

    /** A process without our environment, its two outputs joined and its input closed. */
    static ProcessBuilder bare(List<String> command, Path directory) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        environment.clear();
        environment.put("PATH", path);
        environment.put("LC_ALL", "C");
        return builder.redirectInput(
                ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    }
}
