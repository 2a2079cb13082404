package io.billing4j.reporter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Appends groups of records to the newest segment. A write or force that fails leaves nothing behind: the segment is cut to
 * where it was and never written again, since nobody knows which pages a failed force has lost. As long as it cannot be cut,
 * nothing else is written. For one thread at a time.
 */
final class SegmentWriter implements GroupCommit.Target {
    private final SpillFiles files;
    private final SegmentQueue queue;
    private final int segmentBytes;
    private long next;
    private @Nullable Open open;
    private boolean torn;

    private record Open(Segment segment, SpillFile file) {}

    /**
     * A writer that begins a new segment.
     *
     * @param next number
     * @param segmentBytes after which another segment is begun
     */
    SegmentWriter(SpillFiles files, SegmentQueue queue, long next, int segmentBytes) {
        this.files = files;
        this.queue = queue;
        this.next = next;
        this.segmentBytes = segmentBytes;
    }

    @Override
    public void write(byte[] records, int events) throws IOException {
        if (torn) {
            cut();
        }
        if (open != null && open.segment().end >= segmentBytes) {
            seal();
        }
        Open to = open == null ? begun() : open;
        torn = true;
        try {
            append(to, records, events);
        } catch (Throwable t) {
            try {
                cut();
            } catch (Throwable again) {
                t.addSuppressed(again);
            }
            throw t;
        }
    }

    private Open begun() throws IOException {
        Segment segment = new Segment(next);
        next++;
        Open begun = new Open(segment, files.create(segment.name()));
        open = begun;
        return begun;
    }

    private void append(Open to, byte[] records, int events) throws IOException {
        boolean first = to.segment().end == 0;
        byte[] bytes = first ? withHeader(records) : records;
        to.file().write(to.segment().end, bytes);
        to.file().force();
        if (first) {
            files.force();
        }
        torn = false;
        queue.grown(to.segment(), bytes.length, events);
    }

    /** Cuts what did not come to its end, and lets go of the segment. */
    private void cut() throws IOException {
        Open cut = open;
        if (cut != null) {
            cut.file().truncate(cut.segment().end);
            cut.file().force();
            torn = false;
            seal();
            if (cut.segment().end == 0) {
                files.delete(cut.segment().name());
            }
        }
        torn = false;
    }

    /** Begins a new segment with the next group, if this one has all been sent or refused. */
    void sealIfDone() {
        if (!torn && open != null && queue.isDone(open.segment())) {
            seal();
        }
    }

    /** Lets go of the segment, cut if need be and possible. */
    void close() {
        try {
            if (torn) {
                cut();
            }
        } catch (IOException e) {
            // The next reporter cuts it.
        }
        seal();
    }

    private void seal() {
        Open sealed = open;
        open = null;
        if (sealed == null) {
            return;
        }
        try {
            sealed.file().close();
        } catch (IOException e) {
            // Everything in it is forced.
        }
        if (sealed.segment().end > 0) {
            queue.sealed(sealed.segment());
        }
    }

    private static byte[] withHeader(byte[] records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Frames.FILE_HEADER + records.length);
        bytes.writeBytes(Frames.fileHeader());
        bytes.writeBytes(records);
        return bytes.toByteArray();
    }
}
