package io.billing4j.reporter;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Deletes segments that are done, and keeps those that are damaged under another name; knows what is on the disk. */
final class Disposal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Segment> damaged = new HashSet<>();
    private final Queue<Segment> due = new ArrayDeque<>();
    private final SpillFiles files;
    private final Room room;
    private final Tally tally;
    private final ReporterObserver observer;

    Disposal(SpillFiles files, Room room, Tally tally, ReporterObserver observer) {
        this.files = files;
        this.room = room;
        this.tally = tally;
        this.observer = observer;
    }

    /** Bytes are on the disk for which nobody asked for room. */
    void occupied(long bytes) {
        room.occupy(bytes);
    }

    /** Something in it cannot be read. */
    void damaged(Segment segment) {
        boolean first;
        lock.lock();
        try {
            first = damaged.add(segment);
        } finally {
            lock.unlock();
        }
        if (first) {
            setAside(segment.nameSetAside());
        }
    }

    /** A file is or will be kept under this name. */
    void setAside(String name) {
        tally.setAside();
        observer.setAside(name);
    }

    /** Every event in it that can be read is sent or refused. If it cannot go now, it goes with a later one. */
    void dispose(Segment segment) {
        lock.lock();
        try {
            due.add(segment);
            retry();
        } finally {
            lock.unlock();
        }
    }

    /** Tries again what could not go. */
    void retry() {
        lock.lock();
        try {
            for (int left = due.size(); left > 0; left--) {
                Segment segment = due.remove();
                if (!isGone(segment)) {
                    due.add(segment);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks at how much is kept that only an operator takes away. */
    void measureKept() {
        try {
            long kept = 0;
            for (String name : files.names()) {
                if (name.endsWith(Segment.SET_ASIDE) || name.equals(RefusedLog.NAME)) {
                    kept += files.size(name);
                }
            }
            room.kept(kept);
        } catch (IOException e) {
            // Somebody may have taken one away meanwhile: the next look will do.
        }
    }

    private boolean isGone(Segment segment) {
        try {
            if (damaged.contains(segment)) {
                files.rename(segment.name(), segment.nameSetAside());
                damaged.remove(segment);
                measureKept();
            } else {
                files.delete(segment.name());
            }
            room.release(segment.end);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
