package io.billing4j.en16931;

import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineRef;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxTotal;
import io.billing4j.tax.TaxTreatment;
import io.billing4j.tax.TaxTreatment.Taxed;
import io.billing4j.tax.TaxTreatment.Untaxed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Documents in the terms of EN 16931, as docs/taxes-and-discounts.md has it. Lines come from what each line keeps, totals from the
 * document's totals and the breakdown from its {@link Invoice#taxTotals()}, so that a rule between them says something.
 */
public final class EnMapping {
    private static final int MAX_DECIMALS = 2;

    private final Invoice invoice;
    /** −1 for a document that gives back more than it asks for. */
    private final int sign;

    private EnMapping(Invoice invoice) {
        this.invoice = invoice;
        this.sign = withVat(invoice).isNegative() ? -1 : 1;
    }

    /** Why the standard cannot express a document; empty if it can. */
    public static Set<String> obstacles(Invoice invoice) {
        Set<String> obstacles = new LinkedHashSet<>();
        Set<VatCategory> categories = new LinkedHashSet<>();
        for (InvoiceLine line : invoice.lines()) {
            LineTaxes taxes = line.adjustments().taxes();
            if (taxes == null) {
                obstacles.add("a line that says nothing of taxes");
            } else if (taxes.treatment().components().size() > 1) {
                obstacles.add("several taxes on a line");
            } else {
                categories.add(category(taxes.treatment()));
            }
        }
        if (categories.contains(VatCategory.O) && categories.size() > 1) {
            obstacles.add("out of scope beside other categories");
        }
        if (invoice.lines().isEmpty() && invoice.status() == InvoiceStatus.DRAFT) {
            obstacles.add("a draft without lines");
        }
        if (invoice.totals().currency().getDecimalPlaces() > MAX_DECIMALS) {
            obstacles.add("more than two decimals");
        }
        return obstacles;
    }

    /** The document; IllegalArgumentException where there are {@link #obstacles}. */
    public static EnDocument of(Invoice invoice) {
        Set<String> obstacles = obstacles(invoice);
        if (!obstacles.isEmpty()) {
            throw new IllegalArgumentException(invoice.id() + ": " + obstacles);
        }
        return new EnMapping(invoice).document();
    }

    private EnDocument document() {
        Money net = invoice.totals()
                .subtotal()
                .minus(invoice.totals().discount())
                .minus(invoice.totals().taxIncluded());
        return new EnDocument(
                sign < 0 ? EnDocument.CREDIT_NOTE : EnDocument.INVOICE,
                lines(),
                minor(net),
                0,
                0,
                minor(net),
                minor(invoice.totals().tax().plus(invoice.totals().taxIncluded())),
                minor(withVat(invoice)),
                minor(invoice.totals().credit()),
                0,
                minor(invoice.totals().total()),
                breakdown());
    }

    private static Money withVat(Invoice invoice) {
        return invoice.totals()
                .subtotal()
                .minus(invoice.totals().discount())
                .plus(invoice.totals().tax());
    }

    private long minor(Money amount) {
        return sign * amount.getAmountMinorLong();
    }

    /** What asks again for what the same document takes back is one line with it: what a credit note takes off. */
    private List<EnLine> lines() {
        Map<Integer, List<InvoiceLine>> groups = new TreeMap<>();
        for (InvoiceLine line : invoice.lines()) {
            LineRef corrects = line.key().corrects();
            boolean beside = corrects != null && corrects.invoice().equals(invoice.id());
            groups.computeIfAbsent(
                            beside ? Objects.requireNonNull(corrects).number() : line.number(), id -> new ArrayList<>())
                    .add(line);
        }
        List<EnLine> lines = new ArrayList<>();
        groups.forEach((id, group) -> lines.add(line(id, group)));
        return lines;
    }

    private EnLine line(int id, List<InvoiceLine> group) {
        TaxTreatment treatment = treatment(group.get(0));
        long net = 0;
        for (InvoiceLine line : group) {
            net += minor(line.amount()) - minor(off(line)) - minor(included(line));
        }
        VatCategory category = category(treatment);
        BigDecimal percent = percent(treatment);
        InvoiceLine first = group.get(0);
        if (group.size() > 1 || inclusive(treatment)) {
            // What is taken off a price that holds its tax holds tax itself: only what is left can be without it.
            return new EnLine(id, net < 0 ? -1 : 1, Math.abs(net), 0, 0, net, category, percent);
        }
        long gross = minor(first.amount());
        long off = minor(off(first));
        return new EnLine(
                id, gross < 0 ? -1 : 1, Math.abs(gross), Math.max(off, 0), Math.max(-off, 0), net, category, percent);
    }

    private static Money off(InvoiceLine line) {
        Money off = Money.zero(line.amount().getCurrencyUnit());
        for (var share : line.adjustments().discounts()) {
            off = off.plus(share.amount());
        }
        for (var share : line.adjustments().credits()) {
            off = off.plus(share.amount());
        }
        return off;
    }

    private static Money included(InvoiceLine line) {
        Money zero = Money.zero(line.amount().getCurrencyUnit());
        LineTaxes taxes = line.adjustments().taxes();
        return taxes == null || !inclusive(taxes.treatment())
                ? zero
                : taxes.shares().stream().reduce(zero, Money::plus);
    }

    private List<EnVat> breakdown() {
        Map<Row, EnVat> rows = new TreeMap<>();
        for (TaxTotal total : invoice.taxTotals()) {
            TaxTreatment treatment = treatment(total);
            Row row = new Row(category(treatment), percent(treatment));
            EnVat one = new EnVat(
                    row.category(), row.percent(), minor(total.base()), minor(total.tax()), reason(treatment));
            rows.merge(row, one, EnMapping::sum);
        }
        return List.copyOf(rows.values());
    }

    /** Rates of equal percentages are one row, whatever they are called and whether prices hold them. */
    private static EnVat sum(EnVat one, EnVat other) {
        return new EnVat(
                one.category(),
                one.percent(),
                one.base() + other.base(),
                one.tax() + other.tax(),
                one.reason() == null ? null : one.reason() + "; " + other.reason());
    }

    private record Row(VatCategory category, @Nullable BigDecimal percent) implements Comparable<Row> {
        private static final Comparator<Row> ORDER = Comparator.comparing(Row::category)
                .thenComparing(Row::percent, Comparator.nullsFirst(Comparator.naturalOrder()));

        @Override
        public int compareTo(Row other) {
            return ORDER.compare(this, other);
        }
    }

    private static TaxTreatment treatment(InvoiceLine line) {
        return Objects.requireNonNull(line.adjustments().taxes(), "a taxed line")
                .treatment();
    }

    private static TaxTreatment treatment(TaxTotal total) {
        if (total instanceof TaxTotal.OfUntaxed none) {
            return none.untaxed();
        }
        TaxTotal.OfRate rate = (TaxTotal.OfRate) total;
        return new Taxed(rate.behavior(), List.of(rate.component()));
    }

    static VatCategory category(TaxTreatment treatment) {
        if (treatment instanceof Untaxed none) {
            return switch (none.why()) {
                case REVERSE_CHARGE -> VatCategory.AE;
                case EXEMPT -> VatCategory.E;
                case OUT_OF_SCOPE -> VatCategory.O;
            };
        }
        return treatment.components().get(0).percent().signum() == 0 ? VatCategory.Z : VatCategory.S;
    }

    private static @Nullable BigDecimal percent(TaxTreatment treatment) {
        return switch (category(treatment)) {
            case S -> treatment.components().get(0).percent().stripTrailingZeros();
            case O -> null;
            case Z, E, AE -> BigDecimal.ZERO;
        };
    }

    private static boolean inclusive(TaxTreatment treatment) {
        return treatment instanceof Taxed taxed && taxed.behavior() == TaxBehavior.INCLUSIVE;
    }

    private static @Nullable String reason(TaxTreatment treatment) {
        return treatment instanceof Untaxed none ? none.reason() : null;
    }
}
