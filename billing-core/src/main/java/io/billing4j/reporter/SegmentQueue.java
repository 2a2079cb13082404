package io.billing4j.reporter;

import io.billing4j.usage.UsageEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The segments with events that are not settled, oldest first: reads them in order, and deletes those that are done. */
final class SegmentQueue {
    /** Failures to read a segment after which it is set aside, so that the others get on. */
    private static final int READ_ATTEMPTS = 10;

    private final SpillFiles files;
    private final Flow flow;
    private final Tally tally;
    private final Disposal disposal;

    /** Guards what is read; comes before the other lock. */
    private final ReentrantLock reading = new ReentrantLock();

    private @Nullable Segment current;
    private @Nullable SegmentReader reader;
    private int readFailures;
    private long lost;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Segment> segments = new ArrayDeque<>();
    private boolean closed;

    SegmentQueue(SpillFiles files, Flow flow, Tally tally, Disposal disposal) {
        this.files = files;
        this.flow = flow;
        this.tally = tally;
        this.disposal = disposal;
    }

    /** An event and the segment that it is in. */
    record Found(UsageEvent event, Segment segment) {}

    /** Adds what an earlier reporter left. */
    void replay(Segment segment) {
        segment.sealed = true;
        locked(() -> segments.addLast(segment));
        disposal.occupied(segment.end);
        tally.replayed(segment.events);
        flow.added(segment.events);
    }

    /** A group has been written and forced; the first of a segment with its header. */
    void grown(Segment segment, int bytes, int events) {
        locked(() -> {
            if (segment.end == 0) {
                segments.addLast(segment);
                disposal.occupied(Frames.FILE_HEADER);
            }
            segment.end += bytes;
            segment.events += events;
        });
        tally.accepted(events);
        flow.added(events);
    }

    boolean isDone(Segment segment) {
        lock.lock();
        try {
            return segment.isDone();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will be written to it any more. */
    void sealed(Segment segment) {
        locked(() -> segment.sealed = true);
        disposeIfDone(segment);
    }

    /** The next events, at most so many. What could be read before a failure is given; the failure comes again. */
    List<Found> take(int max) throws IOException {
        reading.lock();
        try {
            List<Found> found = new ArrayList<>();
            countLost();
            try {
                while (found.size() < max && !isClosed() && readOn(found)) {}
            } catch (IOException e) {
                failedToRead(found);
                if (found.isEmpty()) {
                    throw e;
                }
            }
            return found;
        } finally {
            reading.unlock();
        }
    }

    /** One of its events is sent or refused; false if that comes too late to be of any effect. */
    boolean settled(Segment segment) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            segment.settled++;
        } finally {
            lock.unlock();
        }
        disposeIfDone(segment);
        return true;
    }

    /** Touches no file any more. */
    void close() {
        reading.lock();
        try {
            locked(() -> closed = true);
            closeReader();
        } finally {
            reading.unlock();
        }
    }

    /** Reads a record, or goes on to the next segment; false if there is nothing to read at this moment. */
    private boolean readOn(List<Found> found) throws IOException {
        if (current == null || reader == null) {
            Segment next = firstToRead();
            if (next == null) {
                return false;
            }
            reader = new SegmentReader(files.open(next.name()), next.readTo);
            current = next;
        }
        if (read(current, reader, found)) {
            return true;
        }
        if (!isPassed(current)) {
            return false;
        }
        pass(current);
        return lost == 0;
    }

    private @Nullable Segment firstToRead() {
        lock.lock();
        try {
            return segments.stream()
                    .filter(segment -> !segment.isRead())
                    .findFirst()
                    .orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /** Reads the next record; false if there is none at this moment. */
    private boolean read(Segment from, SegmentReader with, List<Found> found) throws IOException {
        byte[] content = with.next(end(from));
        readFailures = 0;
        if (with.damaged() > 0) {
            disposal.damaged(from);
        }
        UsageEvent event = content == null ? null : decoded(content, from);
        locked(() -> {
            from.readTo = with.position();
            from.taken += event == null ? 0 : 1;
        });
        if (event != null) {
            found.add(new Found(event, from));
        }
        return content != null;
    }

    private @Nullable UsageEvent decoded(byte[] content, Segment from) {
        try {
            return EventCodec.decode(content);
        } catch (IOException e) {
            disposal.damaged(from);
            return null;
        }
    }

    /** Opens the file again the next time; sets it aside if that has not helped for long. */
    private void failedToRead(List<Found> found) {
        closeReader();
        current = null;
        Segment failing = firstToRead();
        readFailures++;
        if (readFailures >= READ_ATTEMPTS && failing != null && found.isEmpty()) {
            disposal.damaged(failing);
            pass(failing);
        }
    }

    private boolean isPassed(Segment segment) {
        lock.lock();
        try {
            return segment.sealed && segment.isRead();
        } finally {
            lock.unlock();
        }
    }

    /** Goes on after a segment, whatever is missing. */
    private void pass(Segment segment) {
        closeReader();
        current = null;
        readFailures = 0;
        long missing;
        lock.lock();
        try {
            missing = segment.giveUpMissing();
        } finally {
            lock.unlock();
        }
        if (missing > 0) {
            disposal.damaged(segment);
            lost += missing;
        }
        disposeIfDone(segment);
    }

    /** Not before those are taken that were found in front of them. */
    private void countLost() {
        if (lost > 0) {
            tally.unreadable(lost);
            flow.lost(lost);
            lost = 0;
        }
    }

    private void closeReader() {
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (IOException e) {
            // It was only read.
        }
        reader = null;
    }

    private void disposeIfDone(Segment segment) {
        boolean done;
        lock.lock();
        try {
            done = segment.sealed && segment.isDone() && segments.remove(segment);
        } finally {
            lock.unlock();
        }
        if (done) {
            disposal.dispose(segment);
        }
    }

    private long end(Segment segment) {
        lock.lock();
        try {
            return segment.end;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
