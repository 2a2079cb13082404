package io.billing4j.reporter;

import io.billing4j.error.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a file one by one. Where bytes are no record it goes on from byte to byte until one begins, so that
 * damage costs no more than the records that it hit. For one thread.
 */
final class SegmentReader implements Closeable {
    private static final int WINDOW = 1 << 18;
    private static final byte[] EMPTY = {};

    private final SpillFile file;
    private byte[] window = EMPTY;
    private long windowStart;
    private long position;
    private long damaged;
    private long tailStart;

    /** A reader from a position on, which is 0 or the end of a record. */
    SegmentReader(SpillFile file, long position) {
        this.file = file;
        this.position = position;
        tailStart = position;
    }

    /**
     * The content of the next record, or null if none begins before the end.
     *
     * @param end up to where the file is written and forced
     */
    byte @Nullable [] next(long end) throws IOException {
        if (position == 0 && end >= Frames.FILE_HEADER) {
            fill(0, end);
            if (Frames.isFileHeader(window)) {
                position = Frames.FILE_HEADER;
                tailStart = position;
            }
        }
        while (position < end) {
            int offset = fill(position, end);
            int length = Frames.contentLength(window, offset, window.length);
            if (length >= 0) {
                position += Frames.HEADER + length;
                tailStart = position;
                byte[] content = new byte[length];
                System.arraycopy(window, offset + Frames.HEADER, content, 0, length);
                return content;
            }
            position++;
            damaged++;
        }
        return null;
    }

    /** Up to where it has read. */
    long position() {
        return position;
    }

    /** How many bytes were no part of a record. */
    long damaged() {
        return damaged;
    }

    /** Where the last record ends that was found. */
    long tailStart() {
        return tailStart;
    }

    /** What stands after the last record. */
    byte[] tail(long end) throws IOException {
        byte[] tail = new byte[Math.toIntExact(end - tailStart)];
        file.read(tailStart, tail);
        return tail;
    }

    /** Refuses a file that a newer version wrote with STORED_DATA_UNREADABLE. */
    static void requireVersion(SpillFile file, String name) throws IOException {
        byte[] header = new byte[Frames.FILE_HEADER];
        if (file.read(0, header) == header.length && Frames.isNewerVersion(header)) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because(
                    "expected files of this version but found that a newer one wrote " + name);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Sees to it that the window has the longest record from the position on; gives its offset there. */
    private int fill(long from, long end) throws IOException {
        long needed = Math.min(end, from + Frames.HEADER + Frames.MAX_CONTENT);
        if (from < windowStart || needed > windowStart + window.length) {
            byte[] read = new byte[(int) Math.min(end - from, WINDOW)];
            int filled = file.read(from, read);
            if (filled < read.length) {
                throw new IOException("expected " + read.length + " bytes at " + from + " but found " + filled);
            }
            window = read;
            windowStart = from;
        }
        return (int) (from - windowStart);
    }
}
