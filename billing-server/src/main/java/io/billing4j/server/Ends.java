package io.billing4j.server;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been started and is to be ended, the latest first, all of it whatever some of it throws. Used by one thread at a time. */
final class Ends implements AutoCloseable {
    private final Deque<Runnable> ends = new ArrayDeque<>();

    /** Ends this before all that was added before. */
    void add(Runnable end) {
        ends.push(end);
    }

    /** Ends everything because of a failure, which is thrown by whoever calls: what goes wrong here is suppressed by it. */
    void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException other) {
            failure.addSuppressed(other);
        }
    }

    /** Ends everything once; throws the first failure when all of it was tried, with the others suppressed. */
    @Override
    public void close() {
        Runnable latest = ends.poll();
        if (latest != null) {
            Ends earlier = this;
            try (earlier) {
                latest.run();
            }
        }
    }
}
