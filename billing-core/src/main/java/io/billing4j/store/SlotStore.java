package io.billing4j.store;

import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceSlot;
import java.util.List;
import java.util.Map;

/** Subscriptions' places for documents. */
public interface SlotStore {
    /**
     * Adds slots; PERIOD_ALREADY_BILLED if a live one has the same subscription, period start and reason, where that is the
     * one of a period, or settles the same change.
     */
    void insert(List<InvoiceSlot> slots);

    /**
     * The slots of each subscription from a period's number on, voided ones among them, in the order of sequence and
     * revision. A subscription without any is left out.
     *
     * @param fromIndex the least {@code place().index()} wanted, per subscription
     */
    Map<SubscriptionId, List<InvoiceSlot>> from(Map<SubscriptionId, Integer> fromIndex);

    /**
     * The slots of a document, in the order of subscriptions, sequence and revision; none where it has none, or where there is no
     * such document.
     */
    List<InvoiceSlot> ofInvoice(InvoiceId invoice);

    /** Stores that the slot's draft is gone and that nothing was due. IMMUTABLE once the document is final. */
    void markSkipped(InvoiceSlot slot);

    /** Stores that the slot is voided, and whether it is waived. */
    void markVoided(InvoiceSlot slot);
}
