package io.billing4j.testkit.history;

import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.Settlement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documents that say something else than they did. */
final class Spoiled {
    private Spoiled() {}

    static InvoiceLine line(InvoiceLine line, LineAdjustments adjustments) {
        return InvoiceLine.of(line.number(), line.key(), line.description(), line.derivation(), adjustments);
    }

    static Invoice lines(Invoice document, List<InvoiceLine> lines) {
        return of(document, lines, document.note(), document.settlement());
    }

    static Invoice note(Invoice document, CreditNoteTerms note) {
        return of(document, document.lines(), note, document.settlement());
    }

    static Invoice settled(Invoice document, Settlement settlement) {
        return of(document, document.lines(), document.note(), settlement);
    }

    private static Invoice of(
            Invoice document, List<InvoiceLine> lines, @Nullable CreditNoteTerms note, Settlement settlement) {
        return new Invoice(
                document.id(),
                document.customer(),
                document.entity(),
                document.type(),
                document.period(),
                lines,
                document.discounts(),
                document.taxes(),
                note,
                document.totals(),
                document.state(),
                settlement,
                document.origin(),
                document.recordedAt());
    }
}
