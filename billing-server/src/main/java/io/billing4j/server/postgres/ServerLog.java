package io.billing4j.server.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** {@code postgres.log}: what the server process said since its start. One earlier run is kept as {@code .1}. */
final class ServerLog {

    private static final int TAIL = 20;

    private final Path file;

    ServerLog(Path home) {
        this.file = home.resolve("postgres.log");
    }

    /** An empty file for a new run. */
    File begin() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return file.toFile();
    }

    /** The last lines of this run. */
    String tail() {
        try {
            List<String> lines = Files.readAllLines(file, ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }
}
