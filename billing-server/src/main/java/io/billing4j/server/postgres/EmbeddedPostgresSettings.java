package io.billing4j.server.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Where and how an {@link EmbeddedPostgres} runs.
 *
 * <pre>{@code
 * var settings = EmbeddedPostgresSettings.in(Path.of("/var/lib/billing"))
 *         .withPort(54320)
 *         .withServerSettings(Map.of("shared_buffers", "1GB"));
 * }</pre>
 *
 * @param directory the home of everything that is kept, made absolute: {@code data} (the cluster), {@code
 *     postgres.log}, the lock and, by default, {@code binaries}. Created if absent. One running process per directory.
 * @param binaries where the programs are unpacked, once per version; several homes may share it, and several processes
 *     may unpack at once
 * @param port the port on 127.0.0.1, 1 to 65535, or 0 (the default) for a free one, which is remembered and used again
 *     as long as it stays free
 * @param startTimeout how long the creation of the data, and each start of the server process with its crash recovery,
 *     may take; positive, 60 s by default
 * @param serverSettings settings of PostgreSQL that go over the defaults, by their names in {@code postgresql.conf};
 *     empty by default. Those that the launcher itself relies on (port, addresses, places of files) are refused.
 */
public record EmbeddedPostgresSettings(
        Path directory, Path binaries, int port, Duration startTimeout, Map<String, String> serverSettings) {

    /**
     * Makes the paths absolute and copies the map.
     *
     * @throws IllegalArgumentException on a port outside 0 to 65535, a timeout that is not positive, or a server
     *     setting that is malformed or belongs to the launcher
     */
    public EmbeddedPostgresSettings {
        directory = directory.toAbsolutePath().normalize();
        binaries = binaries.toAbsolutePath().normalize();
        Objects.requireNonNull(startTimeout, "startTimeout");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: expected 0 to 65535, found " + port);
        }
        if (startTimeout.isZero() || startTimeout.isNegative()) {
            throw new IllegalArgumentException("startTimeout: expected a positive duration, found " + startTimeout);
        }
        serverSettings = Map.copyOf(serverSettings);
        ServerArguments.check(serverSettings);
    }

    /** The defaults, in this directory: a free port, 60 seconds, the binaries beside the data. */
    public static EmbeddedPostgresSettings in(Path directory) {
        return new EmbeddedPostgresSettings(
                directory, directory.resolve("binaries"), 0, Duration.ofSeconds(60), Map.of());
    }

    /** The same with the programs unpacked elsewhere. */
    public EmbeddedPostgresSettings withBinaries(Path newBinaries) {
        return new EmbeddedPostgresSettings(directory, newBinaries, port, startTimeout, serverSettings);
    }

    /** The same on another port; 0 for a free one. */
    public EmbeddedPostgresSettings withPort(int newPort) {
        return new EmbeddedPostgresSettings(directory, binaries, newPort, startTimeout, serverSettings);
    }

    /** The same with another limit for a start. */
    public EmbeddedPostgresSettings withStartTimeout(Duration newStartTimeout) {
        return new EmbeddedPostgresSettings(directory, binaries, port, newStartTimeout, serverSettings);
    }

    /** The same with these server settings in place of the former ones. */
    public EmbeddedPostgresSettings withServerSettings(Map<String, String> newServerSettings) {
        return new EmbeddedPostgresSettings(directory, binaries, port, startTimeout, newServerSettings);
    }
}
