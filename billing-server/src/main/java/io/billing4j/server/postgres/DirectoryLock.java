package io.billing4j.server.postgres;

import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.DIRECTORY_IN_USE;
import static io.billing4j.server.postgres.EmbeddedPostgresException.Problem.DIRECTORY_UNUSABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One owner per directory, over processes and within one. The lock goes with the process, however that ends.
 *
 * <p>The operating system drops all locks of a process on a file as soon as the process closes <em>any</em> channel to
 * that file, also one that was refused the lock. A second owner in the same process is therefore recognised by the name
 * in a second file before the locked one is touched.
 */
final class DirectoryLock implements AutoCloseable {

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    static DirectoryLock acquire(Path directory) {
        Path ownerFile = ownerFile(directory);
        String self = self();
        try {
            if (Files.exists(ownerFile) && Files.readString(ownerFile, UTF_8).equals(self)) {
                throw inUse(directory, "this very process");
            }
            FileChannel channel = FileChannel.open(
                    directory.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    throw inUse(directory, owner(ownerFile));
                }
                Files.writeString(ownerFile, self, UTF_8);
                return new DirectoryLock(directory, channel);
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw inUse(directory, "this very process");
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    DIRECTORY_UNUSABLE, "a writable directory " + directory, e.toString(), e);
        }
    }

    /** The process number alone will not do: in a container it is the same after every restart. */
    private static String self() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + " since "
                + self.info().startInstant().map(Object::toString).orElse("an unknown time");
    }

    private static String owner(Path ownerFile) throws IOException {
        return Files.exists(ownerFile) ? "process " + Files.readString(ownerFile, UTF_8) : "another process";
    }

    private static EmbeddedPostgresException inUse(Path directory, String owner) {
        return new EmbeddedPostgresException(
                DIRECTORY_IN_USE, "no other server on " + directory, owner + ", which holds it");
    }

    private static Path ownerFile(Path directory) {
        return directory.resolve("postgres.owner");
    }

    /** Gives the directory free. The locked file stays: deleting it would let two processes lock two files. */
    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(ownerFile(directory));
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    DIRECTORY_UNUSABLE, "a writable directory " + directory, e.toString(), e);
        }
    }
}
