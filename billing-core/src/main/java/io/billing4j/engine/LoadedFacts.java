package io.billing4j.engine;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.customer.Customer;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.invoice.BillingFacts;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.Map;

/** What many documents have in common; {@link #of} makes one document's facts of it. */
record LoadedFacts(
        RoundingPolicy rounding,
        Map<PlanVersionRef, PlanVersion> plans,
        Map<MeterId, Meter> meters,
        Map<UsageQuery, UsageSummary> usage,
        CustomPrices prices) {

    BillingFacts of(
            InvoiceId invoice, Instant recordedAt, Customer customer, Subscription subscription, SlotPlace place) {
        return new BillingFacts(
                invoice, recordedAt, rounding, customer, subscription, place, plans, meters, usage, prices);
    }
}
