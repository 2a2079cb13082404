package io.billing4j.invoice;

import io.billing4j.discount.Redemption;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.InvoiceId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.tax.TaxTotal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A document.
 *
 * @param entity in whose name it is issued
 * @param period the period that it was made for, of several places from the first start to the last end; its lines have service periods of their own
 * @param lines numbered from 1
 * @param discounts what coupons take off the lines
 * @param taxes by what rules the lines are taxed; null where none was taxed anew
 * @param note what a credit note says of itself; null for any other document
 * @param group the project or purchase order that all that it bills was for when it was made; null where there was none, or several
 * @param recordedAt when it was made; later than everything else recorded for the customer before
 */
public record Invoice(
        InvoiceId id,
        CustomerId customer,
        EntityId entity,
        DocumentType type,
        BillingPeriod period,
        List<InvoiceLine> lines,
        DocumentDiscounts discounts,
        @Nullable DocumentTaxes taxes,
        @Nullable CreditNoteTerms note,
        @Nullable String group,
        DocumentTotals totals,
        InvoiceState state,
        Settlement settlement,
        InvoiceOrigin origin,
        Instant recordedAt) {
    /**
     * Keeps a copy of the lines and cuts the instant to microseconds. Refuses terms of a note on another document, and a note without,
     * which only a defect or a changed row can bring, with STORED_DATA_UNREADABLE.
     */
    public Invoice {
        if ((type == DocumentType.CREDIT_NOTE) != (note != null)) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because(
                    "document " + id + " is " + type + " and has the terms " + note);
        }
        recordedAt = Inputs.instant("recordedAt", recordedAt);
        lines = List.copyOf(lines);
    }

    /** One that is for no project and no purchase order. */
    public Invoice(
            InvoiceId id,
            CustomerId customer,
            EntityId entity,
            DocumentType type,
            BillingPeriod period,
            List<InvoiceLine> lines,
            DocumentDiscounts discounts,
            @Nullable DocumentTaxes taxes,
            @Nullable CreditNoteTerms note,
            DocumentTotals totals,
            InvoiceState state,
            Settlement settlement,
            InvoiceOrigin origin,
            Instant recordedAt) {
        this(
                id,
                customer,
                entity,
                type,
                period,
                lines,
                discounts,
                taxes,
                note,
                null,
                totals,
                state,
                settlement,
                origin,
                recordedAt);
    }

    /** A draft that is a document now. */
    public static Invoice draft(InvoiceDraft draft, InvoiceOrigin origin) {
        return draft(draft, origin, null);
    }

    /** A draft that is a document now, and that a billing run finalises at an instant. */
    public static Invoice draft(InvoiceDraft draft, InvoiceOrigin origin, @Nullable Instant finalizeAt) {
        return new Invoice(
                draft.id(),
                draft.customer(),
                draft.entity(),
                DocumentType.INVOICE,
                draft.period(),
                draft.lines(),
                draft.discounts(),
                draft.taxes(),
                null,
                draft.group(),
                draft.totals(),
                new InvoiceState.Draft(finalizeAt),
                Settlement.UNPAID,
                origin,
                draft.recordedAt());
    }

    /** A credit note that has no number yet; it gets one before it is stored. */
    public static Invoice note(CreditNoteDraft draft, CreditNoteTerms terms, InvoiceOrigin origin) {
        return new Invoice(
                draft.id(),
                draft.customer(),
                draft.entity(),
                DocumentType.CREDIT_NOTE,
                draft.period(),
                draft.lines(),
                DocumentDiscounts.NONE,
                null,
                terms,
                draft.group(),
                draft.totals(),
                new InvoiceState.Draft(),
                Settlement.UNPAID,
                origin,
                draft.recordedAt());
    }

    /**
     * What it takes off for each coupon and place, and gives back of it. Of a void one that is to be made again this is
     * nothing, but the place keeps its coupon; of one that was waived only what it gave back stands. A credit note redeems nothing: it
     * asks again for what it takes back with the same coupons.
     */
    public List<Redemption> redemptions() {
        if (type == DocumentType.CREDIT_NOTE) {
            return List.of();
        }
        if (!(state instanceof InvoiceState.Voided voided)) {
            return Redemptions.of(id, lines);
        }
        if (voided.intent() == VoidIntent.WAIVE) {
            return Redemptions.of(
                    id,
                    lines.stream().filter(line -> line.key().corrects() != null).toList());
        }
        return Redemptions.of(id, lines).stream()
                .map(redemption -> redemption.of(Money.zero(totals.currency())))
                .toList();
    }

    /**
     * Its taxes, those on top of prices before those in them, and then what is not taxed by reasons: over all lines, also those that
     * give back, so that a base and its tax may be below zero. Of 33.33 at 19 % and −13.33 that had it, a base of 20.00 and a tax of
     * 3.80. Lines that say nothing of taxes are left out.
     */
    public List<TaxTotal> taxTotals() {
        return TaxTotals.of(lines);
    }

    /** Whether it is a credit note of an invoice. */
    public boolean credits(InvoiceId invoice) {
        return note != null && note.invoice().equals(invoice);
    }

    /** How final it is. */
    public InvoiceStatus status() {
        return state.status();
    }

    /** Its number, once it has one. */
    public Optional<InvoiceNumber> number() {
        return state.issued().map(InvoiceState.Finalized::number);
    }

    /** The document with its number and the hash of its content; one of zero is paid at once. */
    public Invoice finalized(InvoiceNumber number, Instant at) {
        Settlement settled = totals.total().isZero() ? Settlement.PAID : settlement;
        ContentHash hash = InvoiceContent.hash(this, number, at);
        return withState(new InvoiceState.Finalized(number, hash, at), settled);
    }

    /** The document once it is void. */
    public Invoice voided(InvoiceState.Finalized before, Instant at, VoidIntent intent) {
        return withState(new InvoiceState.Voided(before, at, intent), settlement);
    }

    /** The document once it is settled otherwise. */
    public Invoice settled(Settlement other) {
        return withState(state, other);
    }

    /** The draft with what a refresh has made of it; its id, its group, its origin and its instant stay. */
    public Invoice refreshed(InvoiceDraft draft) {
        return new Invoice(
                id,
                customer,
                entity,
                type,
                period,
                draft.lines(),
                draft.discounts(),
                draft.taxes(),
                note,
                group,
                draft.totals(),
                state,
                settlement,
                origin,
                recordedAt);
    }

    /** Whether nothing but state and settlement of the other differs. */
    public boolean sameContentAs(Invoice other) {
        return withState(other.state, other.settlement).equals(other);
    }

    /** Whether {@link InvoiceVerifier#STANDARD} finds nothing wrong with it. */
    public boolean verified() {
        return InvoiceVerifier.STANDARD.verify(this).isEmpty();
    }

    private Invoice withState(InvoiceState newState, Settlement newSettlement) {
        return new Invoice(
                id,
                customer,
                entity,
                type,
                period,
                lines,
                discounts,
                taxes,
                note,
                group,
                totals,
                newState,
                newSettlement,
                origin,
                recordedAt);
    }
}
