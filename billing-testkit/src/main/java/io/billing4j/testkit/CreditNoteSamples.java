package io.billing4j.testkit;

import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.CreditNoteAssembler;
import io.billing4j.invoice.CreditNoteDraft;
import io.billing4j.invoice.CreditNoteFacts;
import io.billing4j.invoice.CreditNoteFacts.CreditedBefore;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Credit notes. */
final class CreditNoteSamples {
    private CreditNoteSamples() {}

    /** A note of an invoice that was neither corrected nor credited before, not numbered yet; all of it goes to the balance. */
    static Invoice unnumbered(long n, Invoice invoice, CreditAmount amount, @Nullable String memo) {
        return unnumbered(n, invoice, List.of(), amount, memo);
    }

    /** The same of one that has been credited before. */
    static Invoice unnumbered(
            long n, Invoice invoice, List<Invoice> before, CreditAmount amount, @Nullable String memo) {
        List<BilledLine> lines = new ArrayList<>();
        List<Invoice> documents = new ArrayList<>(before);
        documents.add(0, invoice);
        for (Invoice document : documents) {
            document.lines()
                    .forEach(line ->
                            lines.add(new BilledLine(document.id(), document.status(), document.recordedAt(), line)));
        }
        CreditNoteDraft draft = new CreditNoteAssembler()
                .assemble(
                        new CreditNoteFacts(
                                DocumentSamples.invoiceId(n),
                                DocumentSamples.at(n),
                                invoice,
                                before.stream()
                                        .map(note -> new CreditedBefore(
                                                note.id(),
                                                note.totals().credit().negated()))
                                        .toList(),
                                lines),
                        amount);
        String number = invoice.number().map(InvoiceNumber::text).orElseThrow();
        return Invoice.note(
                draft,
                new CreditNoteTerms(invoice.id(), number, CreditReason.OTHER, memo, CreditUse.credit(draft.amount())),
                InvoiceOrigin.request(null));
    }

    /** The note with the number {@code CN-202311-…} that has this sequence value. */
    static Invoice numbered(Invoice note, long sequence) {
        return note.finalized(
                InvoiceNumber.of(
                        NumberingTemplate.of("CN-{yyyyMM}-{seq:5}"),
                        NumberedDocument.of(note.customer(), note.entity(), Samples.START_DATE),
                        sequence),
                note.recordedAt().plusMillis(1));
    }
}
