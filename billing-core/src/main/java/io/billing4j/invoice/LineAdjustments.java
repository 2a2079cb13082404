package io.billing4j.invoice;

import io.billing4j.money.RoundingPolicy;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What changes what a line comes to after its price was worked out.
 *
 * @param discounts what coupons take off, in the order of the document's discounts
 * @param piece of a line that takes back another one which had discounts or taxes: which part of it; null for any other
 * @param taxes null where the document is not taxed, or what is taken back was not
 * @param credits what credit notes take off after that, the earliest first
 */
public record LineAdjustments(
        List<DiscountShare> discounts,
        @Nullable LinePiece piece,
        @Nullable LineTaxes taxes,
        List<CreditShare> credits) {
    /** Of a line that comes to its price. */
    public static final LineAdjustments NONE = new LineAdjustments(List.of(), null);

    /** Keeps copies. */
    public LineAdjustments {
        discounts = List.copyOf(discounts);
        credits = List.copyOf(credits);
    }

    /** Adjustments of a line without taxes that nothing is credited of. */
    public LineAdjustments(List<DiscountShare> discounts, @Nullable LinePiece piece) {
        this(discounts, piece, null, List.of());
    }

    /** What takes back a part of a line that has discounts or taxes: the opposite of what of them goes with the part. */
    static LineAdjustments takingBack(InvoiceLine line, LinePiece piece) {
        return of(
                piece,
                line.derivation().rounding(),
                !line.amount().isNegative(),
                line.adjustments().taxes());
    }

    /**
     * What goes with a piece.
     *
     * @param back whether it is given back, or asked for again after it was given back
     * @param taxed how the line is taxed that it is a piece of; null where it is not
     */
    static LineAdjustments of(LinePiece piece, RoundingPolicy rounding, boolean back, @Nullable LineTaxes taxed) {
        return new LineAdjustments(
                piece.part(rounding).stream()
                        .filter(share -> share.amount().isPositive())
                        .map(share -> back ? share.of(share.amount().negated()) : share)
                        .toList(),
                piece,
                taxed == null
                        ? null
                        : taxed.of(piece.taxesOfPart(rounding).stream()
                                .map(tax -> back ? tax.negated() : tax)
                                .toList()),
                piece.creditsOfPart(rounding).stream()
                        .filter(share -> share.amount().isPositive())
                        .map(share -> back ? share.of(share.amount().negated()) : share)
                        .toList());
    }

    /** The same discounts, taxed. */
    LineAdjustments with(LineTaxes others) {
        return new LineAdjustments(discounts, piece, others, credits);
    }

    /** The same with what credit notes take off. */
    LineAdjustments with(List<CreditShare> others) {
        return new LineAdjustments(discounts, piece, taxes, others);
    }

    /** All that is taken off the line. */
    Money off(CurrencyUnit currency) {
        Money off = Money.zero(currency);
        for (DiscountShare share : discounts) {
            off = off.plus(share.amount());
        }
        for (CreditShare share : credits) {
            off = off.plus(share.amount());
        }
        return off;
    }

    /** Whether there are any. */
    boolean any() {
        return piece != null || !discounts.isEmpty() || taxes != null || !credits.isEmpty();
    }

    /**
     * Whether a line that names another one asks again with less of its discounts than was given back, since others have used them
     * meanwhile. Its taxes are worked out with those of its document then: those of what is given back, and of what is asked for again as
     * it was, are its share of what they were.
     *
     * @param amount of the line before discounts
     * @param rounding of the line
     */
    boolean lessOff(Money amount, RoundingPolicy rounding) {
        return piece != null
                && amount.isPositive()
                && !of(piece, rounding, false, null).discounts().equals(discounts);
    }
}
