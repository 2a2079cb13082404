package io.billing4j.invoice;

import io.billing4j.invoice.InvoiceFault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Whether a document is what a credit note is, or has nothing that only a note has. Not to be seen from a note alone is whether as much
 * of the invoice stood, and how much of it was still to be paid.
 */
final class CreditNoteVerifier {
    private CreditNoteVerifier() {}

    static List<InvoiceFault> verify(Invoice document) {
        try {
            CreditNoteTerms note = document.note();
            return note == null ? ofAnother(document) : ofNote(document, note);
        } catch (RuntimeException e) {
            // What was forged may be such that nothing can be worked out of it.
            return List.of(fault(0, e.toString()));
        }
    }

    /** What is credited of a line that asks for usage anew goes over to it; else nothing but a note takes more off. */
    private static List<InvoiceFault> ofAnother(Invoice document) {
        List<InvoiceFault> faults = new ArrayList<>();
        for (InvoiceLine line : document.lines()) {
            if (added(line) != null) {
                faults.add(fault(
                        line.number(), "it credits more than the line that it names, but this is no credit note"));
            }
        }
        return faults;
    }

    private static List<InvoiceFault> ofNote(Invoice document, CreditNoteTerms note) {
        List<InvoiceFault> faults = new ArrayList<>();
        List<InvoiceLine> lines = document.lines();
        CreditSplitter splitter = new CreditSplitter();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            InvoiceLine back = lines.get(i);
            InvoiceLine again = lines.get(i + 1);
            if (!pair(document, back, again)) {
                faults.add(
                        fault(again.number(), "it does not ask again for what line " + back.number() + " takes back"));
            } else if (!split(again, splitter)) {
                faults.add(fault(again.number(), "what it credits is not split as the note's lines are"));
            }
            if (overlaps(lines, i)) {
                faults.add(fault(back.number(), "another line takes back a part of the same"));
            }
            if (idle(lines, again)) {
                faults.add(fault(again.number(), "nothing is credited of it, nor of what it belongs to"));
            }
        }
        if (lines.isEmpty() || lines.size() % 2 != 0) {
            faults.add(fault(0, "a credit note has pairs of lines, this one has " + lines.size()));
        }
        if (document.discounts().any() || document.taxes() != null) {
            faults.add(fault(0, "a credit note takes nothing off by itself, and taxes nothing anew"));
        }
        addMoney(faults, document, note);
        return faults;
    }

    /** Whether the taxes that go with the credit are those of the note's lines so far, at the rates that there were. */
    private static boolean split(InvoiceLine again, CreditSplitter splitter) {
        LinePiece piece = again.adjustments().piece();
        LineTaxes left = again.adjustments().taxes();
        CreditShare added = added(again);
        if (piece == null || added == null) {
            return true;
        }
        LineAdjustments before = LineAdjustments.of(piece, again.derivation().rounding(), false, left);
        Money net = again.amount().minus(before.off(again.derivation().currency()));
        LineTaxes taxes = before.taxes();
        List<Money> parts = new ArrayList<>();
        for (int i = 0; taxes != null && left != null && i < taxes.shares().size(); i++) {
            parts.add(taxes.shares().get(i).minus(left.shares().get(i)));
        }
        Money amount = taxes == null || taxes.inclusive()
                ? added.amount()
                : added.amount().plus(Money.total(added.amount().getCurrencyUnit(), parts));
        CreditSplit expected =
                splitter.split(amount, net, taxes, again.derivation().rounding());
        return expected.equals(new CreditSplit(added.amount(), parts));
    }

    private static boolean overlaps(List<InvoiceLine> lines, int at) {
        LineKey key = lines.get(at).key();
        for (int i = 0; i < at; i += 2) {
            LineKey other = lines.get(i).key();
            if (Objects.equals(key.corrects(), other.corrects())
                    && key.service().startInclusive().isBefore(other.service().endExclusive())
                    && other.service().startInclusive().isBefore(key.service().endExclusive())) {
                return true;
            }
        }
        return false;
    }

    /** The parts of a price are taken back together, also where one of them alone is credited. */
    private static boolean idle(List<InvoiceLine> lines, InvoiceLine again) {
        return lines.stream()
                .filter(line -> line.number() % 2 == 0)
                .filter(line -> line.key().subject().equals(again.key().subject())
                        && line.key().service().equals(again.key().service()))
                .allMatch(line -> added(line) == null);
    }

    private static boolean pair(Invoice document, InvoiceLine back, InvoiceLine again) {
        LineRef taken = back.key().corrects();
        LineRef own = new LineRef(document.id(), back.number());
        CreditShare added = added(again);
        LinePiece piece = again.adjustments().piece();
        return taken != null
                && !taken.invoice().equals(document.id())
                && back.derivation().reversed()
                && own.equals(again.key().corrects())
                && CorrectionVerifier.verify(again, own, back).isEmpty()
                && piece != null
                && again.adjustments()
                        .discounts()
                        .equals(LineAdjustments.of(piece, again.derivation().rounding(), false, null)
                                .discounts())
                && (added == null || added.note().equals(document.id()));
    }

    private static void addMoney(List<InvoiceFault> faults, Invoice document, CreditNoteTerms note) {
        DocumentTotals totals = document.totals();
        if (!totals.subtotal().isZero() || !totals.total().isZero()) {
            faults.add(fault(
                    0, "the lines of a credit note come to nothing before what it takes off, and nothing is to pay"));
        }
        Money used = note.use().sum();
        if (!used.isPositive() || !used.equals(totals.credit().negated())) {
            faults.add(fault(
                    0,
                    "it says where " + used + " go, and credits "
                            + totals.credit().negated()));
        }
    }

    private static @Nullable CreditShare added(InvoiceLine line) {
        LinePiece piece = line.adjustments().piece();
        return line.key().corrects() == null || piece == null ? null : CreditVerifier.added(line, piece);
    }

    private static InvoiceFault fault(int line, String detail) {
        return new InvoiceFault(Kind.CREDIT_NOT_DERIVED, line, detail);
    }
}
