package io.billing4j.reporter;

import io.billing4j.error.Uncaught;

/** Keeps what a host's observer throws away from the sender. */
record GuardedReporterObserver(ReporterObserver observer) implements ReporterObserver {
    @Override
    public void refused(RefusedUsage usage) {
        Uncaught.guard(() -> observer.refused(usage));
    }

    @Override
    public void sendFailed(SendFailure failure) {
        Uncaught.guard(() -> observer.sendFailed(failure));
    }

    @Override
    public void setAside(String name) {
        Uncaught.guard(() -> observer.setAside(name));
    }
}
