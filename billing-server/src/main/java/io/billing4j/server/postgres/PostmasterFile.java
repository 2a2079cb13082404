package io.billing4j.server.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code postmaster.pid}, in which a server process says who it is and how far it has come.
 *
 * @param pid of the server process
 * @param ready whether it accepts connections
 */
record PostmasterFile(long pid, boolean ready) {

    private static final int STATUS_LINE = 7;

    /** Empty where there is no such file, or one that was caught in the middle of being written. */
    static Optional<PostmasterFile> read(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(path(data), StandardCharsets.ISO_8859_1);
            boolean ready =
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PostmasterFile(Long.parseLong(lines.get(0).strip()), ready));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    static Path path(Path data) {
        return data.resolve("postmaster.pid");
    }
}
