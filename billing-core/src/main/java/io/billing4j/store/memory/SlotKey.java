package io.billing4j.store.memory;

import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceSlot;
import java.util.Comparator;

/** What identifies a slot, in the order in which slots are read. */
record SlotKey(SubscriptionId subscription, int term, int sequence, int revision) implements Comparable<SlotKey> {
    private static final Comparator<SlotKey> ORDER = Comparator.comparing(SlotKey::subscription)
            .thenComparingInt(SlotKey::term)
            .thenComparingInt(SlotKey::sequence)
            .thenComparingInt(SlotKey::revision);

    static SlotKey of(InvoiceSlot slot) {
        return new SlotKey(
                slot.subscription(),
                slot.place().term(),
                slot.place().sequence(),
                slot.place().revision());
    }

    /** Less than all slots of the subscription. */
    static SlotKey startOf(SubscriptionId subscription) {
        return new SlotKey(subscription, 0, 0, 0);
    }

    @Override
    public int compareTo(SlotKey other) {
        return ORDER.compare(this, other);
    }
}
