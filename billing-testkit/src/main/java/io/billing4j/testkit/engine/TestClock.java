package io.billing4j.testkit.engine;

import io.billing4j.id.TenantId;
import io.billing4j.tenant.BillingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved by hand, the same for all tenants. Safe for many threads. */
public final class TestClock implements BillingClock {
    private final AtomicReference<Instant> now;

    private TestClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** A clock that stands at an instant such as {@code 2023-11-01T00:00:00Z}. */
    public static TestClock at(String instant) {
        return new TestClock(Instant.parse(instant));
    }

    @Override
    public Instant now(TenantId tenant) {
        return now.get();
    }

    /** Sets it to an instant, which may lie in the past. */
    public void set(String instant) {
        now.set(Instant.parse(instant));
    }

    /** Moves it ahead. */
    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }
}
