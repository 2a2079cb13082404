package io.billing4j.invoice;

import io.billing4j.customer.Customer;
import io.billing4j.id.InvoiceId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.subscription.Subscription;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.Map;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a document with one place depends on, already loaded. The same facts always give the same document, wherever it
 * is assembled.
 *
 * @param invoiceId of the document to be
 * @param recordedAt of the document to be
 * @param balance of the customer before the document, which pays it as far as it goes, in the subscription's currency
 * @param subscription as of the business time of the document, on the boundaries that are stored
 * @param place the slot to fill
 * @param earlier what was billed before, where it may come out otherwise; null where nothing may
 * @param usage answers to all of {@link InvoiceAssembler#usageNeeded}
 * @param usageKeptFrom nothing is counted from usage before this, which may be gone: of a period that begins before it, usage
 *     stands as it was billed; null where all is there
 * @param customPrices the host's own price models
 * @param discounts what is taken off
 * @param taxes how that is taxed
 */
public record BillingFacts(
        InvoiceId invoiceId,
        Instant recordedAt,
        RoundingPolicy rounding,
        Customer customer,
        Money balance,
        Subscription subscription,
        SlotPlace place,
        @Nullable EarlierBilling earlier,
        Catalogue catalogue,
        Map<UsageQuery, UsageSummary> usage,
        @Nullable Instant usageKeptFrom,
        CustomPrices customPrices,
        DiscountFacts discounts,
        TaxFacts taxes) {
    /** Facts of a customer without coupons and taxes, of which all usage is there. */
    public BillingFacts(
            InvoiceId invoiceId,
            Instant recordedAt,
            RoundingPolicy rounding,
            Customer customer,
            Money balance,
            Subscription subscription,
            SlotPlace place,
            @Nullable EarlierBilling earlier,
            Catalogue catalogue,
            Map<UsageQuery, UsageSummary> usage,
            CustomPrices customPrices) {
        this(
                invoiceId,
                recordedAt,
                rounding,
                customer,
                balance,
                subscription,
                place,
                earlier,
                catalogue,
                usage,
                null,
                customPrices,
                DiscountFacts.NONE,
                TaxFacts.NONE);
    }

    /** Those of the document as a whole. */
    public DocumentFacts ofDocument() {
        return new DocumentFacts(
                invoiceId,
                recordedAt,
                rounding,
                customer,
                balance,
                BalancePolicy.UP_TO_TOTAL,
                catalogue,
                discounts,
                taxes);
    }

    /** Those of its only place. */
    public PlaceFacts ofPlace() {
        return new PlaceFacts(rounding, subscription, place, earlier, catalogue, usage, usageKeptFrom, customPrices);
    }
}
