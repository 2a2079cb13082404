package io.billing4j.reporter;

import io.billing4j.id.SystemSource;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits for what: a sender for a batch that is due or for its next attempt, a flush for what had been reported before
 * it. Events have sequence numbers in the order in which they were reported; they are taken in that order, and settled in any.
 */
final class Flow {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int batchSize;
    private final long batchAge;

    /** What was taken together and is not settled: the first sequence number, and how many are left. */
    private final NavigableMap<Long, Integer> open = new TreeMap<>();

    private long added;
    private long taken;
    /** When the oldest event came that is not taken, or later. */
    private long since;
    /** Up to which sequence number somebody wants events sent without waiting for more. */
    private long wanted;

    private int roomWanted;
    private long hurries;
    private boolean closing;
    private boolean stopped;

    /**
     * A flow without events.
     *
     * @param batchSize for which no more is waited
     * @param batchAge nanoseconds after which no more is waited
     */
    Flow(int batchSize, long batchAge) {
        this.batchSize = batchSize;
        this.batchAge = batchAge;
    }

    /** More events can be taken. */
    void added(long events) {
        locked(() -> {
            boolean first = added == taken;
            if (first) {
                since = SystemSource.nanoTime();
            }
            added += events;
            if (first || due()) {
                changed.signalAll();
            }
        });
    }

    /**
     * Waits until a batch is due: there are enough events, the oldest is old enough, or somebody waits for room, for a flush
     * or for the end.
     *
     * @return false when there will be none any more
     */
    boolean awaitBatch() {
        lock.lock();
        try {
            while (!stopped) {
                if (added == taken) {
                    if (closing) {
                        return false;
                    }
                    await(Long.MAX_VALUE);
                } else {
                    long left = due() ? 0 : since + batchAge - SystemSource.nanoTime();
                    if (left <= 0) {
                        return true;
                    }
                    await(left);
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The next events are taken; gives the sequence number of the first, by which each of them is settled. */
    long took(int events) {
        lock.lock();
        try {
            long first = taken;
            open.put(first, events);
            passed(events);
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** The next events are not there any more. */
    void lost(long events) {
        locked(() -> {
            passed(events);
            changed.signalAll();
        });
    }

    /** One of the events that were taken with this one is sent or refused. */
    void settled(long first) {
        locked(() -> {
            if (open.merge(first, -1, Integer::sum) == 0) {
                open.remove(first);
                changed.signalAll();
            }
        });
    }

    /** Sends what is there without waiting, and waits until it is settled, with all that was taken together with it. */
    boolean flush(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long last = added;
            long until = SystemSource.nanoTime() + nanos;
            wanted = Math.max(wanted, last);
            hurry();
            while (settledUpTo() < last) {
                long left = until - SystemSource.nanoTime();
                if (left <= 0 || stopped) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** How often a flush or the end has wanted the next attempt at once. */
    long hurries() {
        lock.lock();
        try {
            return hurries;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits before the next attempt.
     *
     * @param seen hurries when the last attempt began
     * @return whether a flush or the end has wanted it at once since
     */
    boolean pause(long nanos, long seen) {
        lock.lock();
        try {
            long until = SystemSource.nanoTime() + nanos;
            while (!stopped && hurries == seen) {
                long left = until - SystemSource.nanoTime();
                if (left <= 0) {
                    return false;
                }
                await(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody begins to wait for room, or ceases to. */
    void roomWanted(boolean begins) {
        locked(() -> {
            roomWanted += begins ? 1 : -1;
            changed.signalAll();
        });
    }

    boolean isRoomWanted() {
        lock.lock();
        try {
            return roomWanted > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will be added any more: what is there is sent without waiting. */
    void close() {
        locked(() -> {
            closing = true;
            hurry();
        });
    }

    /** Nothing is to be sent any more. */
    void stop() {
        locked(() -> {
            stopped = true;
            changed.signalAll();
        });
    }

    boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    private boolean due() {
        return added - taken >= batchSize || roomWanted > 0 || closing || taken < wanted;
    }

    private void passed(long events) {
        taken += events;
        since = SystemSource.nanoTime();
    }

    private long settledUpTo() {
        return open.isEmpty() ? taken : open.firstKey();
    }

    private void hurry() {
        hurries++;
        changed.signalAll();
    }

    /** For a sender. Only {@link #stop} ends it: a sink may leave its thread interrupted. */
    @SuppressWarnings("WaitNotInLoop") // the callers' loops look at what it waits for
    private void await(long nanos) {
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // The caller looks again at what it waits for.
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
