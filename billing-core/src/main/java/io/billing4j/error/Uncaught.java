package io.billing4j.error;

/**
 * What somebody throws who is told of something and has no say in it, such as a host's observer: it goes to the handler of uncaught
 * exceptions of the thread, and whoever told him goes on.
 */
public final class Uncaught {
    private Uncaught() {}

    /** Tells somebody. What that throws goes to the handler, an {@link Error} excepted, which ends the work. */
    public static void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            handle(e);
        }
    }

    /** Tells somebody of what is not to be undone, so that nothing he throws may look as if it had failed: errors are handled as well. */
    public static void guardAfterwards(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            handle(e);
        }
    }

    /** Gives a failure to the handler of the current thread; what the handler throws is ignored, as the JVM does. */
    public static void handle(Throwable failure) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }
}
