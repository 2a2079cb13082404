package io.billing4j.invoice;

import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.price.CustomPrices;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.DerivedPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Computes lines and documents again, from themselves alone: no store, no catalogue, no clock.
 *
 * <p>A line is proven by its own content: its hash says that no part of it is another than when it was made, and its basis,
 * priced again, comes to the same amount. A document is proven by its lines, by its totals, and, once it is finalised, by
 * the hash over all of it.
 */
public final class InvoiceVerifier {
    /** Knows no custom models. */
    public static final InvoiceVerifier STANDARD = new InvoiceVerifier(CustomPrices.NONE);

    private final CustomPrices customs;

    /**
     * A verifier that finds the functions of the host's price models.
     *
     * @param customs with every version that ever priced a document
     */
    public InvoiceVerifier(CustomPrices customs) {
        this.customs = customs;
    }

    /** What is wrong with the line; empty for one that proves itself. */
    public List<InvoiceFault> verify(InvoiceLine line) {
        List<InvoiceFault> faults = new ArrayList<>();
        if (!LineContent.matches(line)) {
            faults.add(new InvoiceFault(
                    Kind.LINE_CHANGED, line.number(), "its content has another hash than " + line.hash()));
        }
        InvoiceFault inconsistent = inconsistent(line);
        if (inconsistent != null) {
            faults.add(inconsistent);
        }
        DiscountVerifier.verify(line).ifPresent(faults::add);
        TaxVerifier.verify(line).ifPresent(faults::add);
        try {
            if (!line.derivation().holds(customs)) {
                faults.add(new InvoiceFault(
                        Kind.LINE_NOT_DERIVED,
                        line.number(),
                        "its derivation, computed again, does not come to " + line.amount()));
            }
        } catch (RuntimeException e) {
            faults.add(new InvoiceFault(Kind.LINE_NOT_COMPUTABLE, line.number(), e.toString()));
        }
        return List.copyOf(faults);
    }

    /** What is wrong with the document; empty for one that proves itself. */
    public List<InvoiceFault> verify(Invoice invoice) {
        List<InvoiceFault> faults = new ArrayList<>();
        invoice.lines().forEach(line -> faults.addAll(verify(line)));
        addOutOfOrder(faults, invoice.lines());
        addPartners(faults, invoice.lines());
        faults.addAll(SpendVerifier.verify(invoice.lines()));
        faults.addAll(DiscountVerifier.verify(invoice));
        faults.addAll(TaxVerifier.verify(invoice));
        faults.addAll(CreditNoteVerifier.verify(invoice));
        addTotals(faults, invoice);
        invoice.state()
                .issued()
                .filter(issued -> !InvoiceContent.matches(invoice, issued))
                .ifPresent(issued -> faults.add(new InvoiceFault(
                        Kind.CONTENT_CHANGED, 0, "its content has another hash than " + issued.hash())));
        return List.copyOf(faults);
    }

    private static @Nullable InvoiceFault inconsistent(InvoiceLine line) {
        LineKey key = line.key();
        if (!line.derivation().service().equals(key.service())) {
            return new InvoiceFault(
                    Kind.LINE_INCONSISTENT,
                    line.number(),
                    "it is for " + key.service() + " but derived for "
                            + line.derivation().service());
        }
        if (key.oneOff().isPresent() && !whole(line.derivation())) {
            return new InvoiceFault(
                    Kind.LINE_INCONSISTENT, line.number(), "a one-off charge is the whole price of its day");
        }
        LineKind derived = key.subject().kind(line.derivation());
        return derived == key.kind()
                ? null
                : new InvoiceFault(
                        Kind.LINE_INCONSISTENT, line.number(), "it is " + key.kind() + " but derived as " + derived);
    }

    private static boolean whole(Derivation derivation) {
        return derivation.part() == DerivedPart.CHARGE
                && !derivation.quantity().metered()
                && derivation.service().equals(derivation.window());
    }

    private static void addOutOfOrder(List<InvoiceFault> faults, List<InvoiceLine> lines) {
        Map<LineKey, Integer> numbers = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            InvoiceLine line = lines.get(i);
            if (line.number() != i + 1) {
                faults.add(new InvoiceFault(Kind.LINES_OUT_OF_ORDER, line.number(), "expected the number " + (i + 1)));
            }
            Integer same = numbers.putIfAbsent(line.key(), line.number());
            if (same != null) {
                faults.add(
                        new InvoiceFault(Kind.LINES_OUT_OF_ORDER, line.number(), "it bills the same as line " + same));
            }
        }
    }

    /** A part of a price that comes to nothing may be left out; no other may, and both are of the same basis. */
    private static void addPartners(List<InvoiceFault> faults, List<InvoiceLine> lines) {
        Map<LineKey, InvoiceLine> byKey = new HashMap<>();
        lines.forEach(line -> byKey.put(line.key(), line));
        for (InvoiceLine line : lines) {
            Derivation derivation = line.derivation();
            boolean charge = derivation.part() == DerivedPart.CHARGE;
            if (line.key().corrects() != null || derivation.basis().ofPlan()) {
                // What a plan comes to has no line of its own beside what is missing. Each part of a price is taken
                // back by itself, and names the line that it takes back.
                continue;
            }
            LineKind kind = charge ? LineKind.TRUE_UP : LineKind.ofCharge(derivation);
            InvoiceLine partner = byKey.get(line.key().of(kind));
            if (partner != null) {
                if (!partner.derivation().basis().equals(derivation.basis())) {
                    faults.add(disagree(line, "line " + partner.number() + " is derived from something else"));
                }
            } else if (!amountOf(derivation, charge ? DerivedPart.TRUE_UP : DerivedPart.CHARGE)
                    .isZero()) {
                faults.add(disagree(line, "there is no line of " + kind + " beside it"));
            }
        }
    }

    /** Zero for a line that cannot be computed, which is a fault of its own. */
    private static Money amountOf(Derivation derivation, DerivedPart part) {
        try {
            return derivation.amountOf(part);
        } catch (RuntimeException e) {
            return Money.zero(derivation.currency());
        }
    }

    private static InvoiceFault disagree(InvoiceLine line, String detail) {
        return new InvoiceFault(Kind.PARTS_DISAGREE, line.number(), detail);
    }

    private static boolean inCurrency(InvoiceLine line, CurrencyUnit currency) {
        return line.amount().getCurrencyUnit().equals(currency)
                && line.adjustments().discounts().stream()
                        .allMatch(share -> share.amount().getCurrencyUnit().equals(currency))
                && TaxVerifier.inCurrency(line, currency);
    }

    private static void addTotals(List<InvoiceFault> faults, Invoice invoice) {
        for (InvoiceLine line : invoice.lines()) {
            if (!inCurrency(line, invoice.totals().currency())) {
                faults.add(new InvoiceFault(
                        Kind.CURRENCY,
                        line.number(),
                        "expected " + invoice.totals().currency() + " but found " + line.amount()));
                return;
            }
        }
        DocumentTotals totals = invoice.totals();
        Money subtotal = Money.zero(totals.currency());
        Money discount = subtotal;
        Money tax = subtotal;
        Money included = subtotal;
        for (InvoiceLine line : invoice.lines()) {
            subtotal = subtotal.plus(line.amount());
            discount = discount.plus(line.discount());
            tax = tax.plus(line.taxAdded());
            included = included.plus(line.taxIncluded());
        }
        if (!totals.subtotal().equals(subtotal)) {
            faults.add(
                    new InvoiceFault(Kind.TOTALS, 0, "the lines add up to " + subtotal + ", not " + totals.subtotal()));
        }
        if (!totals.discount().equals(discount)) {
            faults.add(new InvoiceFault(
                    Kind.TOTALS, 0, "the lines' discounts add up to " + discount + ", not " + totals.discount()));
        }
        if (!totals.tax().equals(tax) || !totals.taxIncluded().equals(included)) {
            faults.add(new InvoiceFault(
                    Kind.TOTALS,
                    0,
                    "the lines' taxes add up to " + tax + " and in prices " + included + ", not " + totals.tax()
                            + " and " + totals.taxIncluded()));
        }
    }
}
