package io.billing4j.reporter;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * One reporter per directory, over processes and within one. The lock goes with the process, however that ends.
 *
 * <p>The operating system drops all locks of a process on a file as soon as the process closes <em>any</em> channel to it,
 * also one that was refused the lock. So that a second reporter in the same process does not come that far, each first creates
 * a file that is named after its process; those of others are remains, and go when the lock is taken.
 */
final class DirectoryOwner implements AutoCloseable {
    private static final String LOCK = "reporter.lock";
    private static final String OWNER = "reporter.owner-";

    private final Path ownerFile;
    private final FileChannel channel;

    private DirectoryOwner(Path ownerFile, FileChannel channel) {
        this.ownerFile = ownerFile;
        this.channel = channel;
    }

    /** The owner; SPILL_IN_USE if there is another one. */
    static DirectoryOwner claim(Path directory) throws IOException {
        Path ownerFile = directory.resolve(OWNER + self());
        try {
            Files.createFile(ownerFile);
        } catch (FileAlreadyExistsException e) {
            throw inUse(directory, "a reporter of this very process");
        }
        try {
            FileChannel channel =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                lock(channel, directory, ownerFile);
                return new DirectoryOwner(ownerFile, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(ownerFile);
            throw e;
        }
    }

    private static void lock(FileChannel channel, Path directory, Path ownerFile) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw inUse(directory, "process " + others(directory, ownerFile));
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(directory, "a reporter of this very process");
        }
        for (String remains : others(directory, ownerFile)) {
            Files.deleteIfExists(directory.resolve(OWNER + remains));
        }
    }

    /** The process number alone will not do: in a container it is the same after every restart. */
    private static String self() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + "-"
                + self.info()
                        .startInstant()
                        .map(start -> Long.toString(start.toEpochMilli()))
                        // Where nobody knows, no name may look like one that an earlier process left behind.
                        .orElseGet(() -> SystemSource.random().toString());
    }

    private static List<String> others(Path directory, Path ownerFile) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.equals(ownerFile))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(OWNER))
                    .map(name -> name.substring(OWNER.length()))
                    .toList();
        }
    }

    private static RuntimeException inUse(Path directory, String by) {
        return ErrorCode.SPILL_IN_USE.because("expected no other reporter on " + directory + " but found " + by
                + ", which has it until it is closed");
    }

    /** Gives the directory free. The locked file stays: deleting it would let two processes lock two files. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(ownerFile);
        }
    }
}
