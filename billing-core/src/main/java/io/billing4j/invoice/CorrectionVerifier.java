package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.period.BillingPeriod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares lines that take something back with the lines that they name. A document alone does not show what those asked for, nor
 * what was taken off them; all else about it is {@link InvoiceVerifier}'s.
 */
public final class CorrectionVerifier {
    private CorrectionVerifier() {}

    /** The documents that lines of a document name, each once, in the order of the lines. */
    public static Set<InvoiceId> named(Invoice invoice) {
        Set<InvoiceId> named = new LinkedHashSet<>();
        for (InvoiceLine line : invoice.lines()) {
            LineRef corrects = line.key().corrects();
            if (corrects != null) {
                named.add(corrects.invoice());
            }
        }
        return named;
    }

    /**
     * What is wrong with lines that take something back, beside the lines that they name: at most one fault of each.
     *
     * @param named the documents that lines name; that one of them is missing is a fault, further ones are passed over
     */
    public static List<InvoiceFault> verify(Invoice invoice, Collection<Invoice> named) {
        Map<LineRef, InvoiceLine> lines = new HashMap<>();
        named.forEach(other -> other.lines().forEach(line -> lines.put(new LineRef(other.id(), line.number()), line)));
        List<InvoiceFault> faults = new ArrayList<>();
        named.stream()
                .filter(other -> !credited(invoice, other))
                .forEach(other -> faults.add(new InvoiceFault(
                        Kind.CREDIT_NOT_DERIVED,
                        0,
                        "its lines take back what document " + other.id() + " asks for, which it does not credit")));
        for (InvoiceLine line : invoice.lines()) {
            LineRef corrects = line.key().corrects();
            if (corrects != null) {
                verify(line, corrects, lines.get(corrects)).ifPresent(faults::add);
            }
        }
        return List.copyOf(faults);
    }

    /** Whether a credit note names a document by right: itself, the invoice that it credits, or an earlier note of that. */
    private static boolean credited(Invoice document, Invoice named) {
        CreditNoteTerms terms = document.note();
        if (terms == null
                || named.id().equals(document.id())
                || !named(document).contains(named.id())) {
            return true;
        }
        CreditNoteTerms others = named.note();
        String number = named.number().map(InvoiceNumber::text).orElse(terms.invoiceNumber());
        return named.customer().equals(document.customer())
                && (others == null
                        ? named.id().equals(terms.invoice()) && number.equals(terms.invoiceNumber())
                        : others.invoice().equals(terms.invoice()));
    }

    /** What is wrong with a line beside the one that it names; null where that is not there. */
    static Optional<InvoiceFault> verify(InvoiceLine line, LineRef ref, @Nullable InvoiceLine corrected) {
        if (corrected == null) {
            return fault(Kind.LINE_INCONSISTENT, line, "there is no line " + ref + ", which it names");
        }
        try {
            if (!takesBack(line, ref, corrected)) {
                return fault(Kind.LINE_INCONSISTENT, line, "it is no part of line " + ref + " taken back");
            }
            if (!sharesWith(line, corrected)) {
                return fault(
                        Kind.DISCOUNT_NOT_DERIVED,
                        line,
                        "its piece is none of line " + ref + " with what goes with it");
            }
            return taxedAs(line, corrected)
                    ? Optional.empty()
                    : fault(Kind.TAX_NOT_DERIVED, line, "it is taxed otherwise than line " + ref);
        } catch (RuntimeException e) {
            // What was forged may be such that nothing can be worked out of it.
            return fault(Kind.LINE_INCONSISTENT, line, "compared with line " + ref + ": " + e);
        }
    }

    /** Whether all but what goes with the amount is what taking the part back comes to. */
    private static boolean takesBack(InvoiceLine line, LineRef ref, InvoiceLine corrected) {
        LineKey key = corrected.key();
        BillingPeriod part = line.key().service();
        return !part.startInclusive().isBefore(key.service().startInclusive())
                && !part.endExclusive().isAfter(key.service().endExclusive())
                && line.key().equals(key.takenBack(part, ref))
                && line.derivation().equals(corrected.derivation().reverse(part));
    }

    /** Where nothing went with the line there is no piece of it to keep. */
    private static boolean sharesWith(InvoiceLine line, InvoiceLine corrected) {
        LinePiece expected = TakenBack.piece(corrected, line.key().service());
        LinePiece found = line.adjustments().piece();
        return found == null ? !corrected.adjustments().any() : found.equals(expected);
    }

    /** Whether it is taxed as the line is that it takes back, at whatever rate that was. */
    private static boolean taxedAs(InvoiceLine line, InvoiceLine corrected) {
        LineTaxes own = line.adjustments().taxes();
        LineTaxes theirs = corrected.adjustments().taxes();
        if (own == null || theirs == null) {
            return own == null && theirs == null;
        }
        return own.treatment().equals(theirs.treatment()) && own.basis().equals(theirs.basis());
    }

    private static Optional<InvoiceFault> fault(Kind kind, InvoiceLine line, String detail) {
        return Optional.of(new InvoiceFault(kind, line.number(), detail));
    }
}
