package io.billing4j.server.transport;

/**
 * Closes servers beside what comes after: the transport rests for two seconds before it has ended, and dozens of test classes have
 * one each.
 */
public final class Aside {
    private Aside() {}

    /** Closes it, and does not wait for that. Whatever it uses may be closed meanwhile, where nobody calls it any more. */
    public static void close(BillingServer server) {
        Thread closing = new Thread(server::close, "closes a server of a test");
        closing.setDaemon(true);
        closing.start();
    }
}
