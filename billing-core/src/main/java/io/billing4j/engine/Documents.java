package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineSubject.OfCharge;
import io.billing4j.invoice.OneOffCharge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How commands find the documents that they are about. */
final class Documents {
    private static final Comparator<InvoiceSlot> AS_DUE =
            Comparator.comparing((InvoiceSlot slot) -> slot.place().dueAt()).thenComparing(InvoiceSlot::subscription);

    private Documents() {}

    /** The one-off charges on a document. */
    static Set<OneOffId> oneOffs(Invoice document) {
        return document.lines().stream()
                .flatMap(line -> line.key().oneOff().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Invoice found(Work work, InvoiceId id) {
        return Billing4J.found(work.unit().invoices().find(id), ErrorCode.INVOICE_NOT_FOUND, "invoiceId", id);
    }

    /** The document's customer under its lock; the document is to be read again after this. */
    static CustomerState lockOwner(Work work, InvoiceId id) {
        return work.lockCustomer(found(work, id).customer());
    }

    /** The document's places, in the order of subscriptions. */
    static List<InvoiceSlot> slotsOf(Work work, InvoiceId id) {
        return work.unit().slots().ofInvoice(id);
    }

    /**
     * The places that a draft has lines for. The others, for which nothing is due any more, are settled without a document, as they are
     * when one is made; a final document keeps its places.
     */
    static List<InvoiceSlot> withLines(Work work, Invoice draft, List<InvoiceSlot> slots) {
        if (slots.size() < 2) {
            return slots;
        }
        Set<SubscriptionId> billed = draft.lines().stream()
                .flatMap(line -> line.key().charged().stream())
                .map(OfCharge::subscription)
                .collect(Collectors.toSet());
        Set<OneOffId> added = oneOffs(draft);
        for (OneOffCharge oneOff : added.isEmpty()
                ? List.<OneOffCharge>of()
                : work.unit().oneOffs().findAll(added)) {
            slots.stream()
                    .filter(slot -> oneOff.fits(slot.subscription(), slot.place()))
                    .min(AS_DUE)
                    .ifPresent(slot -> billed.add(slot.subscription()));
        }
        List<InvoiceSlot> kept = new ArrayList<>();
        for (InvoiceSlot slot : slots) {
            if (billed.contains(slot.subscription())) {
                kept.add(slot);
            } else {
                work.unit().slots().markSkipped(slot);
            }
        }
        return kept;
    }

    /** The document, which must be in this state for what is to be done with it. */
    static Invoice inStatus(Work work, InvoiceId id, InvoiceStatus expected, String what) {
        Invoice invoice = found(work, id);
        if (invoice.status() != expected) {
            throw ErrorCode.ILLEGAL_TRANSITION.at(
                    "invoiceId",
                    "a document is " + what + " only while " + expected + ", this one is " + invoice.status());
        }
        return invoice;
    }

    /** A final document of a type that is not void. */
    static Invoice issued(Work work, InvoiceId id, DocumentType type, String what) {
        Invoice document = inStatus(work, id, InvoiceStatus.FINALIZED, what);
        if (document.type() != type) {
            throw ErrorCode.ILLEGAL_TRANSITION.at(
                    "invoiceId", "only " + type + " is " + what + " like this, this one is " + document.type());
        }
        return document;
    }

    /** What a person calls a document: its number, or its id as long as it has none. */
    static String nameOf(Invoice document) {
        return document.number().map(InvoiceNumber::text).orElse(document.id().toString());
    }

    /** The least start of a window of documents' lines, by subscription: whatever they take back is of the same windows. */
    static Map<SubscriptionId, Instant> windowsOf(List<Invoice> documents) {
        Map<SubscriptionId, Instant> starts = new TreeMap<>();
        for (Invoice document : documents) {
            for (InvoiceLine line : document.lines()) {
                line.key()
                        .charged()
                        .ifPresent(charge -> starts.merge(
                                charge.subscription(),
                                line.derivation().window().startInclusive(),
                                (a, b) -> a.isBefore(b) ? a : b));
            }
        }
        return starts;
    }

    /**
     * What would be made again without its usage is not given up; the store keeps that usage from here on.
     *
     * @param lines that are looked at again
     * @param field that is refused with USAGE_PAST_RETENTION
     * @param why for a person
     */
    static void requireUsage(Work work, List<InvoiceLine> lines, String field, String why) {
        Map<SubscriptionId, Instant> starts = new TreeMap<>();
        Instant earliest = null;
        for (InvoiceLine line : lines) {
            if (line.derivation().basis().quantity().metered()) {
                Instant start = starts.computeIfAbsent(
                        line.key().subscription(),
                        id -> Subscriptions.found(work, id)
                                .subscription()
                                .schedule()
                                .startInclusive());
                Instant window = line.derivation().window().startInclusive();
                Instant from = window.isBefore(start) ? start : window;
                earliest = earliest == null || from.isBefore(earliest) ? from : earliest;
            }
        }
        if (earliest == null) {
            return;
        }
        Instant from = earliest;
        work.unit().usage().keptFrom(from).filter(from::isBefore).ifPresent(kept -> {
            throw ErrorCode.USAGE_PAST_RETENTION.at(
                    field, "the document bills usage from " + from + " on, which is kept from " + kept + " on: " + why);
        });
    }

    static void journal(Work work, EventType type, Invoice before, Invoice after, Instant recordedAt) {
        work.journal(entry(type, before, after, recordedAt));
    }

    /** What is kept and published of a document that has changed. */
    static JournalEntry entry(EventType type, Invoice before, Invoice after, Instant recordedAt) {
        return new JournalEntry(
                type,
                after.customer(),
                after.id().toString(),
                DocumentWriter.entry(type, before).after(),
                DocumentWriter.entry(type, after).after(),
                recordedAt);
    }
}
