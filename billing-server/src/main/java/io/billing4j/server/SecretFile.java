package io.billing4j.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** A secret in a file of its own, as containers are given them. */
record SecretFile(Path path) {
    /**
     * What the file holds without its last line break.
     *
     * @throws IOException if it cannot be read as UTF-8
     */
    String content() throws IOException {
        return Files.readString(path).replaceFirst("\\R\\z", "");
    }

    /** Whether everybody on the machine may read it; never where a file system does not know that. */
    static boolean openToAll(Path path) {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The file of this name, seen from the base; empty for what cannot be a name. */
    static Optional<SecretFile> of(String name, Path base) {
        try {
            return Optional.of(new SecretFile(base.resolve(name)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
