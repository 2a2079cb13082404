package io.billing4j.invoice;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.customer.Customer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one document depends on, already loaded. The same facts always give the same document, wherever it is
 * assembled.
 *
 * @param invoiceId of the document to be
 * @param recordedAt of the document to be
 * @param subscription on the boundaries that are stored
 * @param place the slot to fill
 * @param plans at least the versions that hold in the periods concerned
 * @param meters at least those of their charges
 * @param usage answers to all of {@link InvoiceAssembler#usageNeeded}
 * @param customPrices the host's own price models
 */
public record BillingFacts(
        InvoiceId invoiceId,
        Instant recordedAt,
        RoundingPolicy rounding,
        Customer customer,
        Subscription subscription,
        SlotPlace place,
        Map<PlanVersionRef, PlanVersion> plans,
        Map<MeterId, Meter> meters,
        Map<UsageQuery, UsageSummary> usage,
        CustomPrices customPrices) {

    PlanVersion planAt(Instant instant) {
        PlanVersionRef ref = subscription.planAt(instant);
        return require(plans.get(ref), ref);
    }

    Meter meter(MeterId id) {
        return require(meters.get(id), id);
    }

    UsageSummary usage(UsageQuery query) {
        return require(usage.get(query), query);
    }

    private static <T> T require(@Nullable T fact, Object what) {
        if (fact == null) {
            throw ErrorCode.INTERNAL.because("the facts lack " + what);
        }
        return fact;
    }
}
