package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.BINARIES_UNUSABLE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of PostgreSQL, unpacked once per version below a directory that several processes may share. A directory
 * appears under its final name only when it is complete and on disk; whoever finishes second uses what is there.
 */
final class PostgresBinaries {

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    static PostgresBinaries unpack(Path directory, PostgresArchive archive) {
        try {
            Path home = directory.resolve(archive.key());
            if (!Files.isDirectory(home)) {
                FileTree.createReachable(directory);
                unpack(archive, directory, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    BINARIES_UNUSABLE, "to unpack PostgreSQL below " + directory, e.toString(), e);
        }
    }

    /** One of {@code postgres}, {@code initdb}, {@code pg_ctl}. */
    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static void unpack(PostgresArchive archive, Path directory, Path home) throws IOException {
        Path unfinished = Files.createTempDirectory(directory, ".unpacking-");
        try {
            try (InputStream compressed = new BufferedInputStream(archive.open());
                    TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(compressed))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(entry, tar, unfinished);
                }
            }
            makeReadable(unfinished, true);
            try {
                Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
                FileTree.sync(directory);
            } catch (AtomicMoveNotSupportedException e) {
                throw e;
            } catch (IOException e) {
                if (!Files.isDirectory(home)) {
                    throw e;
                }
            }
        } finally {
            FileTree.delete(unfinished);
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive names a place outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        makeReadable(target, (entry.getMode() & 0100) != 0);
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    private static void makeReadable(Path path, boolean executable) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
