package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineRef;
import io.billing4j.invoice.Settlement;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What must hold of credit notes, from the lines of documents and what notes say of themselves: in whole numbers of minor units. */
final class NoteCheck {
    private final Function<Fraction, BigInteger> rounding;
    private final Map<InvoiceId, List<InvoiceLine>> seen = new HashMap<>();
    private @Nullable InvoiceId creditedWholly;

    NoteCheck(Function<Fraction, BigInteger> rounding) {
        this.rounding = rounding;
    }

    /** All of an invoice that was left has just been credited. */
    void creditedWholly(InvoiceId invoice) {
        creditedWholly = invoice;
    }

    void check(Snapshot snapshot, LineChains chains) {
        for (Invoice document : snapshot.invoices()) {
            if (document.type() == DocumentType.CREDIT_NOTE) {
                if (!document.lines().equals(seen.put(document.id(), document.lines()))) {
                    checkPairs(document);
                }
            } else {
                checkCredited(document, notesOf(snapshot, document.id()), chains);
            }
        }
        creditedWholly = null;
    }

    private static List<Invoice> notesOf(Snapshot snapshot, InvoiceId invoice) {
        return live(snapshot)
                .filter(note -> termsOf(note).invoice().equals(invoice))
                .toList();
    }

    /** The notes that are not void. */
    static Stream<Invoice> live(Snapshot snapshot) {
        return snapshot.invoices().stream()
                .filter(document -> document.type() == DocumentType.CREDIT_NOTE && BilledLines.counts(document));
    }

    static CreditNoteTerms termsOf(Invoice note) {
        return Objects.requireNonNull(note.note(), "a credit note says what it credits");
    }

    private void checkCredited(Invoice invoice, List<Invoice> notes, LineChains chains) {
        BigInteger asked = sum(invoice);
        BigInteger credited = BigInteger.ZERO;
        BigInteger offset = BigInteger.ZERO;
        BigInteger refund = BigInteger.ZERO;
        Set<InvoiceId> ids = new HashSet<>();
        for (Invoice note : notes) {
            credited = credited.subtract(sum(note));
            offset = offset.add(LineAmounts.minor(termsOf(note).use().offset()));
            refund = refund.add(LineAmounts.minor(termsOf(note).use().refund()));
            ids.add(note.id());
        }
        BigInteger total = LineAmounts.minor(invoice.totals().total());
        require(
                notes.isEmpty() || invoice.status() == InvoiceStatus.FINALIZED,
                "only an invoice that is final has notes",
                invoice + " has " + notes);
        require(
                notes.isEmpty() || credited.compareTo(asked) <= 0,
                "no more is credited of an invoice than it asks for",
                credited + " of " + invoice);
        require(
                refund.add(offset).compareTo(total) <= 0,
                "no more is paid back or taken off than was to be paid",
                offset + " and " + refund + " of " + invoice);
        if (invoice.status() == InvoiceStatus.FINALIZED) {
            require(
                    (invoice.settlement() == Settlement.PAID) == total.equals(offset),
                    "an invoice is paid where nothing of it is due",
                    offset + " off " + invoice);
        }
        if (invoice.id().equals(creditedWholly) && chains.untouched(invoice, ids)) {
            BigInteger discount = discount(invoice);
            for (Invoice note : notes) {
                discount = discount.add(discount(note));
            }
            require(
                    credited.equals(asked)
                            && discount.equals(
                                    LineAmounts.minor(invoice.totals().subtotal())),
                    "what is credited wholly comes to nothing with its notes",
                    credited + " of " + invoice);
        }
    }

    /** The lines of a note come in pairs, and what it credits is what it says and where it goes. */
    private void checkPairs(Invoice note) {
        List<InvoiceLine> lines = note.lines();
        require(!lines.isEmpty() && lines.size() % 2 == 0, "the lines of a note are pairs", note);
        CreditedTaxes taxes = new CreditedTaxes(rounding);
        BigInteger credited = BigInteger.ZERO;
        for (int i = 0; i < lines.size(); i += 2) {
            InvoiceLine back = lines.get(i);
            InvoiceLine again = lines.get(i + 1);
            LineRef named = back.key().corrects();
            boolean pair = named != null
                    && !named.invoice().equals(note.id())
                    && new LineRef(note.id(), back.number()).equals(again.key().corrects())
                    && back.amount().isNegative()
                    && back.amount().negated().equals(again.amount())
                    && back.key().subject().equals(again.key().subject())
                    && back.key().kind() == again.key().kind()
                    && back.key().service().equals(again.key().service());
            require(pair, "the lines of a note are pairs", back + " and " + again);
            BigInteger ofPair = credited(note, back, again);
            taxes.add(back, again, ofPair);
            credited = credited.add(ofPair);
        }
        Money used = termsOf(note).use().sum();
        require(
                credited.signum() > 0
                        && credited.equals(LineAmounts.minor(used))
                        && credited.negate()
                                .equals(LineAmounts.minor(note.totals().credit()))
                        && note.totals().subtotal().isZero(),
                "a note credits what it says, and all of it goes somewhere",
                credited + " by " + note);
    }

    /** What a pair credits, taxes included. */
    private static BigInteger credited(Invoice note, InvoiceLine back, InvoiceLine again) {
        List<BigInteger> before = negated(LineAmounts.credits(back));
        List<BigInteger> after = LineAmounts.credits(again);
        BigInteger payable = LineAmounts.payable(back).negate();
        BigInteger credited = payable.subtract(LineAmounts.payable(again));
        boolean own = after.size() == before.size() + 1
                && again.adjustments().credits().get(before.size()).note().equals(note.id());
        require(
                LineAmounts.coupons(again).equals(negated(LineAmounts.coupons(back)))
                        && (own || after.size() == before.size())
                        && after.subList(0, before.size()).equals(before)
                        && LineAmounts.payable(again).signum() >= 0
                        && credited.signum() >= 0
                        && (own || credited.signum() == 0),
                "what is asked for again has what went with it, and less by what the note credits",
                back + " and " + again);
        return credited;
    }

    private static List<BigInteger> negated(List<BigInteger> amounts) {
        return amounts.stream().map(BigInteger::negate).toList();
    }

    private static BigInteger sum(Invoice document) {
        return document.lines().stream().map(LineAmounts::payable).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger discount(Invoice document) {
        return document.lines().stream().map(LineAmounts::off).reduce(BigInteger.ZERO, BigInteger::add);
    }
}
