package io.billing4j.reporter;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The bound of a buffer, in events or in bytes. Who comes first gets room first, however much others want. */
final class Room {
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long capacity;
    private final long patience;
    private final Flow flow;
    private long used;
    private long kept;
    private boolean closed;

    /**
     * All free.
     *
     * @param patience nanoseconds for which a caller waits
     */
    Room(long capacity, long patience, Flow flow) {
        this.capacity = capacity;
        this.patience = patience;
        this.flow = flow;
    }

    long capacity() {
        return capacity;
    }

    /**
     * Takes room, and waits for it if need be. A thread that is interrupted gets what is free, and waits for nothing.
     *
     * @param makeRoom is done when there is none, before waiting
     * @throws io.billing4j.error.BillingException REPORTER_FULL if there is none in time, REPORTER_CLOSED
     */
    void acquire(long amount, Runnable makeRoom) {
        try {
            if (!acquiredInTime(amount, makeRoom)) {
                throw full();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ErrorCode.REPORTER_FULL.because("interrupted while waiting for room", e);
        }
    }

    private boolean acquiredInTime(long amount, Runnable makeRoom) throws InterruptedException {
        long until = SystemSource.nanoTime() + patience;
        // Whoever waits for room has the turn meanwhile, so that the first attempt passes nobody.
        if (!turn.tryLock() && !turn.tryLock(patience, TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            if (taken(amount)) {
                return true;
            }
            flow.roomWanted(true);
            try {
                makeRoom.run();
                awaitRoom(amount, until);
            } finally {
                flow.roomWanted(false);
            }
            return taken(amount);
        } finally {
            turn.unlock();
        }
    }

    private boolean taken(long amount) {
        lock.lock();
        try {
            if (closed) {
                throw closed();
            }
            if (used + kept + amount > capacity) {
                return false;
            }
            used += amount;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom(long amount, long until) throws InterruptedException {
        lock.lock();
        try {
            long left = until - SystemSource.nanoTime();
            while (!closed && used + kept + amount > capacity && left > 0) {
                changed.awaitNanos(left);
                left = until - SystemSource.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes room for what is there already. */
    void occupy(long amount) {
        release(-amount);
    }

    void release(long amount) {
        lock.lock();
        try {
            used -= amount;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How much is taken by what nobody but the operator takes away. */
    void kept(long amount) {
        lock.lock();
        try {
            kept = amount;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    long kept() {
        lock.lock();
        try {
            return kept;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody gets room any more, those who wait among them. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    static RuntimeException closed() {
        return ErrorCode.REPORTER_CLOSED.because("the reporter is closed");
    }

    private RuntimeException full() {
        return ErrorCode.REPORTER_FULL.because("no room for "
                + TimeUnit.NANOSECONDS.toMillis(patience) + " ms: " + used() + " of " + capacity + " wait to be sent"
                + (kept() == 0 ? "" : ", " + kept() + " are refused or damaged files, which can be taken away"));
    }
}
