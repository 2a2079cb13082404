package io.billing4j.server.transport;

import io.billing4j.id.SystemSource;
import io.billing4j.server.security.RejectedTokenException;
import io.billing4j.server.tracing.LogFields;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why tokens are rejected, which clients are not told: a line in a second, since anybody can have one written. */
final class RejectionLog {
    private static final Logger LOG = LoggerFactory.getLogger(RejectionLog.class);
    private static final long BETWEEN = TimeUnit.SECONDS.toNanos(1);
    private static final int LONGEST = 200;

    private final AtomicLong due = new AtomicLong(SystemSource.nanoTime());
    private final AtomicLong unsaid = new AtomicLong();

    void log(CorrelationId id, RejectedTokenException rejected) {
        long now = SystemSource.nanoTime();
        long next = due.get();
        if (now - next < 0 || !due.compareAndSet(next, now + BETWEEN)) {
            unsaid.incrementAndGet();
            return;
        }
        String reason = Objects.requireNonNullElse(rejected.getMessage(), "");
        LogFields.on(LOG.atInfo(), LogFields.CORRELATION_ID, id.value())
                .addKeyValue("reason", reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST))
                .addKeyValue("unsaid", unsaid.getAndSet(0))
                .log("a token was rejected");
    }
}
