package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's place for one document. It carries the uniqueness: while it is live no other slot has its subscription,
 * period start and reason.
 *
 * @param place which document of the subscription it is
 * @param outcome of the slot
 * @param invoice the document, where the outcome is one
 * @param voided whether that document is void
 * @param waived whether it was voided without intent to bill again
 */
public record InvoiceSlot(
        SubscriptionId subscription,
        SlotPlace place,
        SlotOutcome outcome,
        @Nullable InvoiceId invoice,
        boolean voided,
        boolean waived) {
    /** A slot that holds a document. */
    public static InvoiceSlot invoiced(SubscriptionId subscription, SlotPlace place, InvoiceId invoice) {
        return new InvoiceSlot(subscription, place, SlotOutcome.INVOICED, invoice, false, false);
    }

    /** A slot for which nothing was due. */
    public static InvoiceSlot skipped(SubscriptionId subscription, SlotPlace place) {
        return new InvoiceSlot(subscription, place, SlotOutcome.SKIPPED, null, false, false);
    }

    /** Whether the slot counts as billed. */
    public boolean live() {
        return !voided || waived;
    }

    /** The period that the slot is for. */
    public BillingPeriod period() {
        return place.period();
    }

    /** The slot once its document is void. */
    public InvoiceSlot voided(VoidIntent intent) {
        return new InvoiceSlot(subscription, place, outcome, invoice, true, intent == VoidIntent.WAIVE);
    }
}
