package io.billing4j.engine;

import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.Catalogue;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What many documents have in common.
 *
 * @param billed lines that count as billed, of subscriptions of which something may have to be computed again
 * @param usageKeptFrom nothing is counted from usage before this; null where all is there
 */
record LoadedFacts(
        RoundingPolicy rounding,
        Catalogue catalogue,
        Map<SubscriptionId, List<BilledLine>> billed,
        Map<UsageQuery, UsageSummary> usage,
        @Nullable Instant usageKeptFrom,
        CustomPrices prices) {

    List<BilledLine> billed(SubscriptionId subscription) {
        return billed.getOrDefault(subscription, List.of());
    }
}
