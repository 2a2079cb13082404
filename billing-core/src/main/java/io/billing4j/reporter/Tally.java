package io.billing4j.reporter;

import java.util.concurrent.locks.ReentrantLock;

/** Counts what a reporter does, so that its counters belong to one moment. */
final class Tally {
    private final ReentrantLock lock = new ReentrantLock();
    private long accepted;
    private long replayed;
    private long sent;
    private long batches;
    private long retries;
    private long refused;
    private long abandoned;
    private long unreadable;
    private int failing;
    private int setAside;

    void accepted(long events) {
        locked(() -> accepted += events);
    }

    void replayed(long events) {
        locked(() -> replayed += events);
    }

    void sent(long events) {
        locked(() -> sent += events);
    }

    /** The sink took a batch. */
    void batch() {
        locked(() -> {
            batches++;
            failing = 0;
        });
    }

    /** The sink answered that something is wrong with the data. */
    void answered() {
        locked(() -> failing = 0);
    }

    void retry() {
        locked(() -> {
            retries++;
            failing++;
        });
    }

    void refused() {
        locked(() -> refused++);
    }

    void abandoned(long events) {
        locked(() -> abandoned += events);
    }

    void unreadable(long events) {
        locked(() -> unreadable += events);
    }

    void setAside() {
        locked(() -> setAside++);
    }

    ReporterCounters snapshot(long spilledBytes, long keptBytes) {
        lock.lock();
        try {
            return new ReporterCounters(
                    accepted,
                    replayed,
                    sent,
                    batches,
                    retries,
                    refused,
                    abandoned,
                    unreadable,
                    accepted + replayed - sent - refused - abandoned - unreadable,
                    failing,
                    spilledBytes,
                    keptBytes,
                    setAside);
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable count) {
        lock.lock();
        try {
            count.run();
        } finally {
            lock.unlock();
        }
    }
}
