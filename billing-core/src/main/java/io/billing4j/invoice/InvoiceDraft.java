package io.billing4j.invoice;

import io.billing4j.discount.Redemption;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.tax.TaxTotal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the assembler makes of the facts: the content of a document that does not exist yet.
 *
 * @param lines numbered from 1; none where nothing is due
 * @param discounts what coupons take off the lines
 * @param taxes by what rules the lines are taxed; null where none is taxed anew
 * @param left periods whose difference the document leaves alone
 */
public record InvoiceDraft(
        InvoiceId id,
        CustomerId customer,
        EntityId entity,
        SubscriptionId subscription,
        SlotPlace place,
        List<InvoiceLine> lines,
        DocumentDiscounts discounts,
        @Nullable DocumentTaxes taxes,
        DocumentTotals totals,
        Instant recordedAt,
        List<WindowFinding> left) {
    /** Keeps copies. */
    public InvoiceDraft {
        lines = List.copyOf(lines);
        left = List.copyOf(left);
    }

    /** A draft without discounts and taxes that leaves nothing alone. */
    public InvoiceDraft(
            InvoiceId id,
            CustomerId customer,
            EntityId entity,
            SubscriptionId subscription,
            SlotPlace place,
            List<InvoiceLine> lines,
            DocumentTotals totals,
            Instant recordedAt) {
        this(
                id,
                customer,
                entity,
                subscription,
                place,
                lines,
                DocumentDiscounts.NONE,
                null,
                totals,
                recordedAt,
                List.of());
    }

    /** What the draft takes off for each coupon and place, and gives back of it; in no order. */
    public List<Redemption> redemptions() {
        return Redemptions.of(id, lines);
    }

    /** Its taxes, as {@link Invoice#taxTotals()} has them. */
    public List<TaxTotal> taxTotals() {
        return TaxTotals.of(lines);
    }

    /** Whether there is nothing to ask for, so that the slot is skipped. */
    public boolean nothingDue() {
        return lines.isEmpty();
    }

    /** The slot as it is once the draft is stored. */
    public InvoiceSlot slot() {
        return nothingDue() ? InvoiceSlot.skipped(subscription, place) : InvoiceSlot.invoiced(subscription, place, id);
    }
}
