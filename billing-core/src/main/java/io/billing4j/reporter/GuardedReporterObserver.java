package io.billing4j.reporter;

/** Keeps what a host's observer throws away from the sender. */
record GuardedReporterObserver(ReporterObserver observer) implements ReporterObserver {
    @Override
    public void refused(RefusedUsage usage) {
        guarded(() -> observer.refused(usage));
    }

    @Override
    public void sendFailed(SendFailure failure) {
        guarded(() -> observer.sendFailed(failure));
    }

    @Override
    public void setAside(String name) {
        guarded(() -> observer.setAside(name));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
