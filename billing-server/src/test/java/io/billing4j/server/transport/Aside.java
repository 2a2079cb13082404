package io.billing4j.server.transport;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Closes servers beside what comes after: the transport rests for two seconds before it has ended, and dozens of test classes have
 * one each.
 */
public final class Aside {
    private static final Queue<RuntimeException> FAILURES = new ConcurrentLinkedQueue<>();

    private Aside() {}

    /**
     * Closes it, and does not wait for that. Whatever it uses may be closed meanwhile, where nobody calls it any more. What has gone
     * wrong with one before is thrown here.
     */
    public static void close(BillingServer server) {
        Thread closing = new Thread(
                () -> {
                    try {
                        server.close();
                    } catch (RuntimeException e) {
                        FAILURES.add(e);
                    }
                },
                "closes a server of a test");
        closing.setDaemon(true);
        closing.start();
        RuntimeException failure = FAILURES.poll();
        if (failure != null) {
            throw new AssertionError("a server of a test before did not end in order", failure);
        }
    }
}
