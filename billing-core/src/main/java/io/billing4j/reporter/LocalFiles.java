package io.billing4j.reporter;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a local file system. Files are read and written by {@link RandomAccessFile}: a channel would be closed under
 * all reporters by one thread that is interrupted.
 */
final class LocalFiles implements SpillFiles {
    private final Path directory;
    private @Nullable DirectoryOwner owner;

    LocalFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public void claim() throws IOException {
        Files.createDirectories(directory);
        owner = DirectoryOwner.claim(directory);
    }

    @Override
    public void release() throws IOException {
        if (owner != null) {
            owner.close();
            owner = null;
        }
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(directory.resolve(name));
    }

    @Override
    public SpillFile create(String name) throws IOException {
        Files.createFile(directory.resolve(name));
        return open(name);
    }

    @Override
    public SpillFile open(String name) throws IOException {
        if (!Files.exists(directory.resolve(name))) {
            // It would be made.
            throw new NoSuchFileException(directory.resolve(name).toString());
        }
        return new LocalFile(new RandomAccessFile(directory.resolve(name).toFile(), "rw"));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void force() throws IOException {
        boolean interrupted = false;
        try {
            while (!forced()) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** False if the thread was interrupted, which closes the channel, whether it was forced or not. */
    private boolean forced() throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            // Windows opens no directory, and needs not: it writes entries with the file.
            return true;
        }
        try (channel) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    private record LocalFile(RandomAccessFile file) implements SpillFile {
        @Override
        public long size() throws IOException {
            return file.length();
        }

        @Override
        public int read(long position, byte[] into) throws IOException {
            file.seek(position);
            int filled = 0;
            while (filled < into.length) {
                int read = file.read(into, filled, into.length - filled);
                if (read < 0) {
                    break;
                }
                filled += read;
            }
            return filled;
        }

        @Override
        public void write(long position, byte[] bytes) throws IOException {
            file.seek(position);
            file.write(bytes);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.setLength(size);
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
