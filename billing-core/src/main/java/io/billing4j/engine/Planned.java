package io.billing4j.engine;

import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command makes of a subscription.
 *
 * @param changes to append, the first of them the command's own
 * @param after the subscription with them
 * @param movedFrom the earliest instant from which on anything is otherwise; null where nothing that is billed is
 * @param settledAtOnce whether its difference has a document of its own as soon as it has taken effect
 */
record Planned(
        List<SubscriptionChange> changes,
        Subscription after,
        @Nullable Instant movedFrom,
        boolean settledAtOnce) {}
