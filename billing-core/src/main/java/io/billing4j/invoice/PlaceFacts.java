package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of one place depend on before anything is taken off them, whatever stands beside them on the document.
 *
 * @param subscription as of the business time of the document, on the boundaries that are stored
 * @param place the slot to fill
 * @param earlier what was billed before, where it may come out otherwise; null where nothing may
 * @param usage answers to all of {@link InvoiceAssembler#usageNeeded}
 * @param usageKeptFrom nothing is counted from usage before this, which may be gone: of a period that begins before it, usage
 *     stands as it was billed; null where all is there
 * @param customPrices the host's own price models
 */
public record PlaceFacts(
        RoundingPolicy rounding,
        Subscription subscription,
        SlotPlace place,
        @Nullable EarlierBilling earlier,
        Catalogue catalogue,
        Map<UsageQuery, UsageSummary> usage,
        @Nullable Instant usageKeptFrom,
        CustomPrices customPrices) {
    /** Whether the usage of a period can be counted. */
    boolean keepsUsageOf(BillingPeriod period) {
        return usageKeptFrom == null || !period.startInclusive().isBefore(usageKeptFrom);
    }

    UsageSummary usage(UsageQuery query) {
        UsageSummary answer = usage.get(query);
        if (answer == null) {
            throw ErrorCode.INTERNAL.because("the facts lack " + query);
        }
        return answer;
    }
}
