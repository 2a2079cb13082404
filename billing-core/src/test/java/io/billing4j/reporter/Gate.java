package io.billing4j.reporter;

import io.billing4j.error.ErrorCode;
import io.billing4j.usage.UsageEvent;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A sink that holds each call until it is opened; interrupted, it fails as a sink does. */
final class Gate implements UsageSink {
    private final CountDownLatch opened = new CountDownLatch(1);

    @Override
    public void record(List<UsageEvent> events) {
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ErrorCode.STORE_UNAVAILABLE.because("interrupted", e);
        }
    }

    void open() {
        opened.countDown();
    }
}
