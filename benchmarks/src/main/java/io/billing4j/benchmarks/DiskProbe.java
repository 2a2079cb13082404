package io.billing4j.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How often a second the disk makes a page of 8 kB durable: what every commit waits for. */
final class DiskProbe {
    private static final long NANOS = 500_000_000L;

    private DiskProbe() {}

    /** The rate of write and fdatasync, over half a second, in this directory. */
    static double syncsPerSecond(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "probe", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocate(8192);
            long begun = System.nanoTime();
            long syncs = 0;
            while (System.nanoTime() - begun < NANOS) {
                page.clear();
                channel.write(page, (syncs % 128) * 8192);
                channel.force(false);
                syncs++;
            }
            return syncs * 1e9 / (System.nanoTime() - begun);
        } finally {
            Files.delete(file);
        }
    }
}
