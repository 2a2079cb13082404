package io.billing4j.testkit.history;

import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxTreatment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What may be wrong with the amounts of a document, and the rule of EN 16931 that has to say so. */
enum WrongAmount {
    A_CENT_MORE_THAN_ITS_LINES("BR-CO-10") {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            return totals(document, 1, 0, 0, 0);
        }
    },
    A_CENT_NOT_TAKEN_OFF("BR-CO-10") {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            return totals(document, 0, -1, 0, 0);
        }
    },
    A_CENT_OF_TAX_IN_PRICES_NOT_TOLD("BR-CO-10") {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            return document.totals().taxIncluded().isPositive() ? totals(document, 0, 0, 0, -1) : null;
        }
    },
    A_LINE_LOST("BR-CO-10") {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            List<InvoiceLine> lines = document.lines();
            boolean first = !lines.isEmpty() && asks(lines.get(0)) && lines.size() > 1;
            return first && lines.stream().allMatch(WrongAmount::asks)
                    ? Spoiled.lines(document, lines.subList(1, lines.size()))
                    : null;
        }
    },
    A_CENT_MORE_TAX_THAN_ITS_RATES("BR-CO-14") {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            return totals(document, 0, 0, 1, 0);
        }
    },
    FIVE_MORE_OF_TAX("BR-CO-17") {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            Invoice more = first(document, WrongAmount::fiveMore);
            return more == null ? null : totals(more, 0, 0, FIVE, 0);
        }
    },
    TEN_PERCENT_POINTS_MORE("BR-CO-17") {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            return document.lines().size() == 1 ? first(document, WrongAmount::higher) : null;
        }
    },
    NO_LINES("BR-16") {
        @Override
        @Nullable
        Invoice spoiled(Invoice document) {
            // A draft may have come to nothing; it cannot be finalised.
            return document.status() == InvoiceStatus.DRAFT
                    ? null
                    : Spoiled.totals(
                            Spoiled.lines(document, List.of()),
                            DocumentTotals.of(document.totals().currency(), List.of()));
        }
    };

    private static final int FIVE = 500;
    /** Ten percent of this are more than any line may be off. */
    private static final long MUCH = 1_000;

    private final String rule;

    WrongAmount(String rule) {
        this.rule = rule;
    }

    /** The document with this wrong; null where it cannot be. */
    abstract @Nullable Invoice spoiled(Invoice document);

    String rule() {
        return rule;
    }

    /** With so many minor units more of each, and a total that adds up. */
    private static Invoice totals(Invoice document, long subtotal, long discount, long tax, long included) {
        DocumentTotals before = document.totals();
        return Spoiled.totals(
                document,
                new DocumentTotals(
                        before.subtotal().plusMinor(subtotal),
                        before.discount().plusMinor(discount),
                        before.tax().plusMinor(tax),
                        before.taxIncluded().plusMinor(included),
                        before.credit(),
                        before.total().plusMinor(subtotal - discount + tax)));
    }

    /** With other taxes of its first line that has much of them on top and was not there before. */
    private static @Nullable Invoice first(Invoice document, UnaryOperator<LineTaxes> wrong) {
        List<InvoiceLine> lines = new ArrayList<>(document.lines());
        for (int i = 0; i < lines.size(); i++) {
            InvoiceLine line = lines.get(i);
            LineAdjustments before = line.adjustments();
            LineTaxes taxes = before.taxes();
            if (asks(line) && taxes != null && onTop(taxes)) {
                LineAdjustments after =
                        new LineAdjustments(before.discounts(), before.piece(), wrong.apply(taxes), before.credits());
                lines.set(i, Spoiled.line(line, after));
                return Spoiled.lines(document, lines);
            }
        }
        return null;
    }

    private static boolean onTop(LineTaxes taxes) {
        return taxes.treatment() instanceof TaxTreatment.Taxed taxed
                && taxed.behavior() == TaxBehavior.EXCLUSIVE
                && taxes.shares().get(0).getAmountMinorLong() >= MUCH;
    }

    private static boolean asks(InvoiceLine line) {
        return line.key().corrects() == null && line.amount().isPositive();
    }

    private static LineTaxes fiveMore(LineTaxes taxes) {
        List<Money> shares = new ArrayList<>(taxes.shares());
        shares.set(0, shares.get(0).plusMinor(FIVE));
        return new LineTaxes(taxes.treatment(), taxes.basis(), shares);
    }

    private static LineTaxes higher(LineTaxes taxes) {
        TaxTreatment.Taxed taxed = (TaxTreatment.Taxed) taxes.treatment();
        List<TaxComponent> components = taxed.components().stream()
                .map(one ->
                        new TaxComponent(one.tax(), one.name(), one.percent().add(BigDecimal.TEN), one.compound()))
                .toList();
        return new LineTaxes(new TaxTreatment.Taxed(taxed.behavior(), components), taxes.basis(), taxes.shares());
    }
}
