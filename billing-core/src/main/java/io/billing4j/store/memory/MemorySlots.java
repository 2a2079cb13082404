package io.billing4j.store.memory;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.store.SlotStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Slots by what identifies them, those of a document, and the live ones by what they are for. */
final class MemorySlots implements SlotStore {
    private final Transaction transaction;
    private final Rows<SlotKey, InvoiceSlot> slots;
    private final Rows<String, SlotKey> live;
    private final Rows<String, List<SlotKey>> byInvoice;
    private final Rows<String, Invoice> invoices;

    MemorySlots(Books books, Transaction transaction) {
        this.transaction = transaction;
        slots = books.slots.in(transaction);
        live = books.liveSlots.in(transaction);
        byInvoice = books.slotsByInvoice.in(transaction);
        invoices = books.invoices.in(transaction);
    }

    @Override
    public void insert(List<InvoiceSlot> added) {
        for (InvoiceSlot slot : added) {
            SlotKey key = SlotKey.of(slot);
            String liveKey = livePlace(slot);
            if (slot.live() && liveKey != null) {
                live.insert(
                        liveKey,
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
                String document = slot.invoice().toString();
                byInvoice.put(
                        document,
                        Stream.concat(keysOf(document), Stream.of(key)).sorted().toList());
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
    public List<InvoiceSlot> ofInvoice(InvoiceId invoice) {
        return keysOf(invoice.toString())
                .flatMap(key -> slots.find(key).stream())
                .toList();
    }

    private Stream<SlotKey> keysOf(String document) {
        return byInvoice.find(document).stream().flatMap(List::stream);
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
        String liveKey = livePlace(before);
        if (!slot.live() && liveKey != null) {
            live.remove(liveKey);
        }
    }

    @Override
    public void markSkipped(InvoiceSlot slot) {
        SlotKey key = SlotKey.of(slot);
        InvoiceSlot before = slots.require(
                key, () -> ErrorCode.INTERNAL.because("subscription " + slot.subscription() + " has no such slot"));
        if (before.invoice() != null) {
            String document = before.invoice().toString();
            if (invoices.find(document)
                    .filter(invoice -> invoice.status() != InvoiceStatus.DRAFT)
                    .isPresent()) {
                throw transaction.refuse(
                        ErrorCode.IMMUTABLE.because("slot " + slot.place() + " belongs to a document that is final"));
            }
            byInvoice.put(
                    document,
                    keysOf(document).filter(other -> !other.equals(key)).toList());
        }
        slots.put(key, InvoiceSlot.skipped(before.subscription(), before.place()));
    }

    /** What no other live slot may have; null for a correction and for usage so far, of which there may be many. */
    private static @Nullable String livePlace(InvoiceSlot slot) {
        return switch (slot.place().reason()) {
            case CYCLE, FINAL ->
                slot.subscription() + "|" + slot.place().reason() + "|"
                        + slot.period().startInclusive();
            case IMMEDIATE -> slot.subscription() + "|" + slot.place().change();
            case CORRECTION, PROGRESSIVE -> null;
        };
    }
}
