package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.DocumentTaxes;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineRef;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.tax.TaxTreatment;
import io.billing4j.testkit.history.PlainTaxes.Expected;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What must hold of the taxes of documents, from what a tenant has said of taxes in plain text and from the amounts of lines alone: it
 * computes nothing by any class of the product.
 */
final class TaxCheck {
    private static final String MISSING = "what is missing";

    private final PlainTaxes taxes = new PlainTaxes();
    private final Function<Fraction, BigInteger> rounding;
    private final Function<InvoiceLine, PlainOneOff> oneOffs;
    /** The lines of each document that were looked at: a document keeps what it was taxed with, whatever is said later. */
    private final Map<InvoiceId, List<InvoiceLine>> seen = new HashMap<>();

    private boolean any;

    /** @param oneOffs what was billed once by a line */
    TaxCheck(Function<Fraction, BigInteger> rounding, Function<InvoiceLine, PlainOneOff> oneOffs) {
        this.rounding = rounding;
        this.oneOffs = oneOffs;
    }

    void learn(TaxCommand command) {
        command.tell(taxes);
    }

    /** A document that is computed again is taxed by what is said now. */
    void forget(InvoiceId document) {
        seen.remove(document);
    }

    /** Whether documents have taxes from now on. */
    boolean on() {
        return taxes.policy() != null;
    }

    /** Whether any line of any document has had a tax. */
    boolean any() {
        return any;
    }

    /**
     * Checks all documents.
     *
     * @param dueOn the days on which a line may have been due that asks for something
     */
    void check(Snapshot snapshot, LineChains chains, BiFunction<CustomerId, InvoiceLine, Set<LocalDate>> dueOn) {
        for (Invoice invoice : snapshot.invoices()) {
            if (!invoice.lines().equals(seen.put(invoice.id(), invoice.lines()))) {
                checkLines(invoice, chains, dueOn);
                checkTotals(invoice);
            }
        }
    }

    private void checkLines(
            Invoice invoice, LineChains chains, BiFunction<CustomerId, InvoiceLine, Set<LocalDate>> dueOn) {
        PlainTaxes.Policy policy = taxes.policy();
        String rounded = policy == null ? "" : policy.rounding();
        TaxRates rates = new TaxRates(rounding, rounded);
        boolean first = false;
        for (InvoiceLine line : invoice.lines()) {
            LineTaxes found = line.adjustments().taxes();
            LineRef corrects = line.key().corrects();
            boolean asks = corrects == null;
            if (asks) {
                checkTreatment(invoice, line, dueOn);
            }
            // What a note asks for again has less, which is looked at with the note.
            boolean credited = corrects != null && corrects.invoice().equals(invoice.id());
            if (!credited && (asks || !mirrors(line, chains.named(line))) && found != null) {
                rates.add(line, found);
                first = true;
            }
            any |= LineAmounts.tax(line).signum() != 0;
        }
        rates.check(invoice);
        DocumentTaxes told = invoice.taxes();
        require(
                (told == null ? "" : told.policy().name()).equals(first ? rounded : ""),
                "a document says how its taxes are rounded where it has new ones",
                invoice);
    }

    /** Whether a line has of the taxes of the one that it names what goes with its part; one that is taxed anew does not. */
    private boolean mirrors(InvoiceLine line, InvoiceLine named) {
        LineTaxes found = line.adjustments().taxes();
        LineTaxes before = named.adjustments().taxes();
        boolean same = found == null
                ? before == null
                : before != null
                        && found.treatment().equals(before.treatment())
                        && found.basis().equals(before.basis());
        require(same, "what is taken back is taxed as it was", line + " of " + named);
        if (found == null && LineAmounts.offs(named).isEmpty()) {
            require(LineAmounts.offs(line).isEmpty(), "of nothing nothing is taken back", line + " of " + named);
            return true;
        }
        PlainPiece piece = PlainPiece.of(line, named, rounding);
        int sign = line.amount().isNegative() ? -1 : 1;
        boolean asWell = positive(piece.offOfPart(), 1).equals(positive(LineAmounts.offs(line), sign));
        if (sign > 0 && !asWell) {
            return false;
        }
        List<BigInteger> expected = piece.taxesOfPart().stream()
                .map(tax -> sign < 0 ? tax.negate() : tax)
                .toList();
        require(
                asWell && expected.equals(LineAmounts.taxes(line)),
                "what is taken back has its share of what was taken off and of the taxes",
                "expected " + piece.offOfPart() + " and " + expected + " on " + line + " of " + named);
        return true;
    }

    private static List<BigInteger> positive(List<BigInteger> amounts, int sign) {
        return amounts.stream()
                .filter(amount -> amount.signum() != 0)
                .map(amount -> sign < 0 ? amount.negate() : amount)
                .toList();
    }

    private void checkTreatment(
            Invoice invoice, InvoiceLine line, BiFunction<CustomerId, InvoiceLine, Set<LocalDate>> dueOn) {
        LineTaxes found = line.adjustments().taxes();
        PlainTaxes.Policy policy = taxes.policy();
        if (policy == null || found == null) {
            boolean without = policy == null || settledWithout(invoice, line);
            require(found == null && without, "all is taxed from when the tenant says so", line);
            return;
        }
        require(!settledWithout(invoice, line), "usage that was settled without taxes stays without", line);
        Expected said = new Expected(
                found.basis().category().value(),
                found.basis().place().toString(),
                found.basis().day(),
                text(found.treatment()));
        List<Expected> expected = OneOffCheck.isOneOff(line)
                ? List.of(taxes.of(policy, oneOffs.apply(line)))
                : dueOn.apply(invoice.customer(), line).stream()
                        .map(day -> taxes.of(
                                policy,
                                invoice.customer().value(),
                                line.key().charge().value(),
                                day))
                        .toList();
        require(
                expected.contains(said),
                "a line is taxed by the rules of the day on which it is due",
                "expected " + expected + " but found " + said + " on " + line);
    }

    /** Whether what a line asks for was settled without taxes: the same before it, or what it stands in the place of. */
    private static boolean settledWithout(Invoice invoice, InvoiceLine line) {
        if (!LineAmounts.counted(line)) {
            return false;
        }
        Map<String, BigInteger> gone = new HashMap<>();
        for (InvoiceLine back : invoice.lines()) {
            if (back.key().corrects() != null && back.adjustments().taxes() == null && inWindowOf(line, back)) {
                gone.merge(kind(back), LineAmounts.minor(back.amount()).negate(), BigInteger::add);
            }
        }
        for (InvoiceLine again : invoice.lines()) {
            if (again.key().corrects() == null && inWindowOf(line, again)) {
                gone.computeIfPresent(
                        kind(again), (kind, amount) -> amount.subtract(LineAmounts.minor(again.amount())));
            }
        }
        // Usage and what is missing take each other's place, where less of the one is asked for than was.
        return gone.containsKey(kind(line))
                || gone.entrySet().stream()
                        .anyMatch(other ->
                                other.getKey().equals(MISSING) != kind(line).equals(MISSING)
                                        && other.getValue().signum() > 0);
    }

    private static boolean inWindowOf(InvoiceLine line, InvoiceLine other) {
        return LineAmounts.counted(other)
                && other.key().subscription().equals(line.key().subscription())
                && other.derivation().window().equals(line.derivation().window());
    }

    private static String kind(InvoiceLine line) {
        return LineAmounts.missing(line) ? MISSING : line.key().charge().value();
    }

    private static String text(TaxTreatment treatment) {
        if (treatment instanceof TaxTreatment.Taxed taxed) {
            return taxed.behavior() + " "
                    + taxed.components().stream()
                            .map(one -> PlainTaxes.component(
                                    one.tax().value(), one.percent().toPlainString(), one.compound()))
                            .toList();
        }
        return ((TaxTreatment.Untaxed) treatment).why().name();
    }

    /** What a document says of all its lines is what they come to. */
    private static void checkTotals(Invoice invoice) {
        BigInteger left = BigInteger.ZERO;
        BigInteger added = BigInteger.ZERO;
        BigInteger included = BigInteger.ZERO;
        for (InvoiceLine line : invoice.lines()) {
            left = left.add(LineAmounts.left(line));
            added = added.add(LineAmounts.added(line));
            included = included.add(LineAmounts.tax(line).subtract(LineAmounts.added(line)));
        }
        BigInteger total =
                left.add(added).subtract(LineAmounts.minor(invoice.totals().credit()));
        boolean same = LineAmounts.minor(invoice.totals().total()).equals(total)
                && LineAmounts.minor(invoice.totals().tax()).equals(added)
                && LineAmounts.minor(invoice.totals().taxIncluded()).equals(included)
                && total.signum() >= 0;
        require(same, "totals are what the lines come to", invoice);
    }
}
