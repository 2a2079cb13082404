package io.billing4j.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What generated classes were made from: a SHA-256 over a version of the generator and the names and contents of the
 * migrations. Kept in a file beside the output, so that a build without new migrations starts no database.
 */
record Fingerprint(String hex) {
    /** Of all {@code *.sql} files directly in the directory, in the order of their names. */
    static Fingerprint of(String generator, Path migrations) throws IOException {
        MessageDigest digest = sha256();
        add(digest, generator.getBytes(StandardCharsets.UTF_8));
        for (Path file : sqlFiles(migrations)) {
            add(digest, file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            add(digest, Files.readAllBytes(file));
        }
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    /** Whether the file holds this very fingerprint. */
    boolean standsIn(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.readString(file).equals(hex);
    }

    /** Leaves the fingerprint for the next build. */
    void writeTo(Path file) throws IOException {
        Files.writeString(file, hex);
    }

    private static List<Path> sqlFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> sql = files.filter(file -> file.getFileName().toString().endsWith(".sql"))
                    .sorted()
                    .toList();
            if (sql.isEmpty()) {
                throw new IllegalArgumentException("no migration (*.sql) in " + directory);
            }
            return sql;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void add(MessageDigest digest, byte[] part) {
        // the length first, so that no text can move from one part to the next unnoticed
        digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
