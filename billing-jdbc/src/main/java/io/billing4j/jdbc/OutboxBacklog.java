package io.billing4j.jdbc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What waits in the outbox to be published, of all tenants, those that are closed too: what happened before has to be told all the same.
 *
 * @param events how many, at most {@value #MOST}, which stands for as many or more: beyond that nobody counts
 * @param oldest when the oldest of all happened, counted or not, of tenants who live by the host's clock; null where there is none
 */
public record OutboxBacklog(long events, @Nullable Instant oldest) {
    /** The most that are counted. */
    public static final long MOST = 10_000;
}
