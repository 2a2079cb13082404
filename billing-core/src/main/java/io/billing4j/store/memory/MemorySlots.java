package io.billing4j.store.memory;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotReason;
import io.billing4j.store.SlotStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Slots by what identifies them, by their document, and the live ones by what they are for. */
final class MemorySlots implements SlotStore {
    private final Transaction transaction;
    private final Rows<SlotKey, InvoiceSlot> slots;
    private final Rows<Key<SubscriptionId, Key<Instant, SlotReason>>, SlotKey> live;
    private final Rows<String, SlotKey> byInvoice;

    MemorySlots(Books books, Transaction transaction) {
        this.transaction = transaction;
        slots = books.slots.in(transaction);
        live = books.liveSlots.in(transaction);
        byInvoice = books.slotsByInvoice.in(transaction);
    }

    @Override
    public void insert(List<InvoiceSlot> added) {
        for (InvoiceSlot slot : added) {
            SlotKey key = SlotKey.of(slot);
            if (slot.live()) {
                live.insert(
                        livePlace(slot),
                        key,
                        () -> ErrorCode.PERIOD_ALREADY_BILLED.because(
                                "subscription " + slot.subscription() + " has a document for " + slot.place()));
            }
            slots.insert(
                    key,
                    slot,
                    () -> ErrorCode.ALREADY_EXISTS.because(
                            "subscription " + slot.subscription() + " has a slot " + slot.place()));
            if (slot.invoice() != null) {
                byInvoice.put(slot.invoice().toString(), key);
            }
        }
    }

    @Override
    public Map<SubscriptionId, List<InvoiceSlot>> from(Map<SubscriptionId, Integer> fromIndex) {
        Map<SubscriptionId, List<InvoiceSlot>> found = new LinkedHashMap<>();
        fromIndex.forEach((subscription, index) -> {
            List<InvoiceSlot> own = slots.after(SlotKey.startOf(subscription))
                    .takeWhile(slot -> slot.subscription().equals(subscription))
                    .filter(slot -> slot.place().index() >= index)
                    .toList();
            if (!own.isEmpty()) {
                found.put(subscription, own);
            }
        });
        return found;
    }

    @Override
    public Optional<InvoiceSlot> ofInvoice(InvoiceId invoice) {
        return byInvoice.find(invoice.toString()).flatMap(slots::find);
    }

    @Override
    public void markVoided(InvoiceSlot slot) {
        SlotKey key = SlotKey.of(slot);
        InvoiceSlot before = slots.require(
                key, () -> ErrorCode.INTERNAL.because("subscription " + slot.subscription() + " has no such slot"));
        if (before.voided()) {
            throw transaction.refuse(ErrorCode.IMMUTABLE.because("slot " + slot.place() + " is voided already"));
        }
        slots.put(
                key,
                new InvoiceSlot(
                        before.subscription(),
                        before.place(),
                        before.outcome(),
                        before.invoice(),
                        slot.voided(),
                        slot.waived()));
        if (!slot.live()) {
            live.remove(livePlace(before));
        }
    }

    private static Key<SubscriptionId, Key<Instant, SlotReason>> livePlace(InvoiceSlot slot) {
        return Key.of(
                slot.subscription(),
                Key.of(slot.period().startInclusive(), slot.place().reason()));
    }
}
