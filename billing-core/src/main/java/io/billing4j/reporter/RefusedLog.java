package io.billing4j.reporter;

import io.billing4j.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The file of refused events. It is opened for each of them, so that it can be taken away at any time. */
final class RefusedLog {
    static final String NAME = "refused.log";

    private final ReentrantLock lock = new ReentrantLock();
    private final SpillFiles files;
    private long end;
    private boolean closed;

    /**
     * A log that goes on.
     *
     * @param end where the last whole record of the file ends, 0 if there is no file
     */
    RefusedLog(SpillFiles files, long end) {
        this.files = files;
        this.end = end;
    }

    /** Keeps it; when this returns it is on the disk, and when it throws nothing of it is left. */
    void append(RefusedUsage refused) throws IOException {
        byte[] frame = Frames.frame(EventCodec.encode(refused));
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the reporter is closed");
            }
            boolean created = !files.names().contains(NAME);
            try (SpillFile file = created ? files.create(NAME) : files.open(NAME)) {
                end = Math.min(end, file.size());
                append(frame, file, created);
            }
        } finally {
            lock.unlock();
        }
    }

    private void append(byte[] frame, SpillFile file, boolean created) throws IOException {
        long before = end;
        try {
            // What is there beyond the end is of a write that failed and could not be taken back.
            file.truncate(before);
            if (before == 0) {
                file.write(0, Frames.fileHeader());
                end = Frames.FILE_HEADER;
            }
            file.write(end, frame);
            file.force();
            if (created) {
                files.force();
            }
            end += frame.length;
        } catch (Throwable t) {
            end = before;
            file.truncate(before);
            throw t;
        }
    }

    /** Touches the file no more. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** All that can be read in it. */
    static List<RefusedUsage> read(SpillFiles files) {
        List<RefusedUsage> refused = new ArrayList<>();
        try {
            if (!files.names().contains(NAME)) {
                return List.of();
            }
            SpillFile file = files.open(NAME);
            try (SegmentReader reader = new SegmentReader(file, 0)) {
                SegmentReader.requireVersion(file, NAME);
                long size = file.size();
                for (byte[] content = reader.next(size); content != null; content = reader.next(size)) {
                    refused.add(EventCodec.decodeRefused(content));
                }
            }
        } catch (IOException e) {
            throw ErrorCode.SPILL_UNAVAILABLE.because("the refused events cannot be read: " + e, e);
        }
        return List.copyOf(refused);
    }
}
