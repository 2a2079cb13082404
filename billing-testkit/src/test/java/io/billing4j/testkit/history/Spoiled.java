package io.billing4j.testkit.history;

import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.period.BillingPeriod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Documents and places that say something else than they did. */
final class Spoiled {
    private Spoiled() {}

    static InvoiceLine line(InvoiceLine line, LineAdjustments adjustments) {
        return InvoiceLine.of(line.number(), line.key(), line.description(), line.derivation(), adjustments);
    }

    static Invoice lines(Invoice document, List<InvoiceLine> lines) {
        return of(
                document,
                document.id(),
                document.group(),
                document.period(),
                lines,
                document.note(),
                document.totals(),
                document.settlement());
    }

    static Invoice note(Invoice document, CreditNoteTerms note) {
        return of(
                document,
                document.id(),
                document.group(),
                document.period(),
                document.lines(),
                note,
                document.totals(),
                document.settlement());
    }

    static Invoice settled(Invoice document, Settlement settlement) {
        return of(
                document,
                document.id(),
                document.group(),
                document.period(),
                document.lines(),
                document.note(),
                document.totals(),
                settlement);
    }

    static Invoice totals(Invoice document, DocumentTotals totals) {
        return of(
                document,
                document.id(),
                document.group(),
                document.period(),
                document.lines(),
                document.note(),
                totals,
                document.settlement());
    }

    static Invoice withId(Invoice document, InvoiceId id) {
        return of(
                document,
                id,
                document.group(),
                document.period(),
                document.lines(),
                document.note(),
                document.totals(),
                document.settlement());
    }

    static Invoice withPeriod(Invoice document, BillingPeriod period) {
        return of(
                document,
                document.id(),
                document.group(),
                period,
                document.lines(),
                document.note(),
                document.totals(),
                document.settlement());
    }

    static Invoice group(Invoice document, @Nullable String group) {
        return of(
                document,
                document.id(),
                group,
                document.period(),
                document.lines(),
                document.note(),
                document.totals(),
                document.settlement());
    }

    private static Invoice of(
            Invoice document,
            InvoiceId id,
            @Nullable String group,
            BillingPeriod period,
            List<InvoiceLine> lines,
            @Nullable CreditNoteTerms note,
            DocumentTotals totals,
            Settlement settlement) {
        return new Invoice(
                id,
                document.customer(),
                document.entity(),
                document.type(),
                period,
                lines,
                document.discounts(),
                document.taxes(),
                note,
                group,
                totals,
                document.state(),
                settlement,
                document.origin(),
                document.recordedAt());
    }

    /** Books with another document in the place of the one with its id. */
    static Snapshot document(Snapshot books, Invoice document) {
        return books.with(one -> one.id().equals(document.id()) ? document : one);
    }

    /** Books with one document more. */
    static Snapshot more(Snapshot books, Invoice document) {
        List<Invoice> all = new ArrayList<>(books.invoices());
        all.add(document);
        return with(books, all, books.slots());
    }

    /** Books without a document. */
    static Snapshot without(Snapshot books, Invoice document) {
        List<Invoice> others = books.invoices().stream()
                .filter(one -> !one.id().equals(document.id()))
                .toList();
        return with(books, others, books.slots());
    }

    /** Books in which the first such place is another one; null where there is none. */
    static @Nullable Snapshot slots(Snapshot books, Predicate<InvoiceSlot> of, UnaryOperator<InvoiceSlot> wrong) {
        Map<SubscriptionId, List<InvoiceSlot>> slots = new HashMap<>(books.slots());
        for (Map.Entry<SubscriptionId, List<InvoiceSlot>> one : slots.entrySet()) {
            List<InvoiceSlot> all = new ArrayList<>(one.getValue());
            for (int i = 0; i < all.size(); i++) {
                if (of.test(all.get(i))) {
                    all.set(i, wrong.apply(all.get(i)));
                    one.setValue(all);
                    return with(books, books.invoices(), slots);
                }
            }
        }
        return null;
    }

    private static Snapshot with(Snapshot books, List<Invoice> invoices, Map<SubscriptionId, List<InvoiceSlot>> slots) {
        return new Snapshot(
                books.now(),
                books.subscriptions(),
                slots,
                books.late(),
                invoices,
                books.customers(),
                books.entries(),
                books.oneOffs(),
                books.previews());
    }

    /** Books with other one-off charges. */
    static Snapshot oneOffs(Snapshot books, List<OneOffCharge> oneOffs) {
        return new Snapshot(
                books.now(),
                books.subscriptions(),
                books.slots(),
                books.late(),
                books.invoices(),
                books.customers(),
                books.entries(),
                oneOffs,
                books.previews());
    }

    static InvoiceSlot on(InvoiceSlot slot, InvoiceId document) {
        return new InvoiceSlot(
                slot.subscription(), slot.place(), slot.outcome(), document, slot.voided(), slot.waived());
    }

    static InvoiceSlot at(InvoiceSlot slot, SlotPlace place) {
        return new InvoiceSlot(
                slot.subscription(), place, slot.outcome(), slot.invoice(), slot.voided(), slot.waived());
    }
}
