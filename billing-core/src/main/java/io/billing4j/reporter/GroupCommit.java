package io.billing4j.reporter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers that come at the same time share one write and one force. One of them does it for the group; whoever comes
 * meanwhile is of the next group. Needs no thread of its own, and no caller may be interrupted while it waits: it would not
 * know whether its events are safe.
 */
final class GroupCommit {
    /** Where a group is written. Never by two threads at a time. */
    @FunctionalInterface
    interface Target {
        /** Writes and forces all of it, or throws and leaves nothing of it. */
        void write(byte[] records, int events) throws IOException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Target target;
    private Group open = new Group();
    private boolean busy;
    private boolean closed;

    private static final class Group {
        private final ByteArrayOutputStream records = new ByteArrayOutputStream();
        private int events;
        private boolean done;
        private @Nullable Throwable failure;
    }

    GroupCommit(Target target) {
        this.target = target;
    }

    /**
     * Returns when the records are on the disk.
     *
     * @throws IOException if they are not: then nothing of the group is
     * @throws io.billing4j.error.BillingException REPORTER_CLOSED
     */
    void commit(byte[] records, int events) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw Room.closed();
            }
            Group group = open;
            group.records.writeBytes(records);
            group.events += events;
            while (!group.done) {
                if (busy) {
                    changed.awaitUninterruptibly();
                } else {
                    lead(group);
                }
            }
            if (group.failure != null) {
                throw new IOException(group.failure.getMessage(), group.failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private void lead(Group group) {
        open = new Group();
        busy = true;
        lock.unlock();
        try {
            target.write(group.records.toByteArray(), group.events);
        } catch (Throwable t) {
            group.failure = t;
        } finally {
            lock.lock();
            group.done = true;
            busy = false;
            changed.signalAll();
        }
    }

    /** How many events the next group has by now. */
    int gathered() {
        lock.lock();
        try {
            return open.events;
        } finally {
            lock.unlock();
        }
    }

    /** Does something while nothing is written, unless something is at this moment. */
    void unlessBusy(Runnable task) {
        lock.lock();
        try {
            if (!busy) {
                task.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, and waits until what it took is done. */
    void close() {
        lock.lock();
        try {
            closed = true;
            while (busy || open.events > 0) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
