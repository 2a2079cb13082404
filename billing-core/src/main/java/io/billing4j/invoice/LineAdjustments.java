package io.billing4j.invoice;

import io.billing4j.money.RoundingPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changes what a line comes to after its price was worked out.
 *
 * @param discounts what coupons take off, in the order of the document's discounts
 * @param piece of a line that takes back another one from which something was taken off: which part of it; null for any other
 */
public record LineAdjustments(
        List<DiscountShare> discounts, @Nullable LinePiece piece) {
    /** Of a line that comes to its price. */
    public static final LineAdjustments NONE = new LineAdjustments(List.of(), null);

    /** Keeps a copy. */
    public LineAdjustments {
        discounts = List.copyOf(discounts);
    }

    /** What takes back a part of a line that has discounts: the opposite of what of its discounts goes with the part. */
    static LineAdjustments takingBack(InvoiceLine line, LinePiece piece) {
        return of(piece, line.derivation().rounding(), !line.amount().isNegative());
    }

    /**
     * What goes with a piece.
     *
     * @param back whether it is given back, or asked for again after it was given back
     */
    static LineAdjustments of(LinePiece piece, RoundingPolicy rounding, boolean back) {
        return new LineAdjustments(
                piece.part(rounding).stream()
                        .filter(share -> share.amount().isPositive())
                        .map(share -> back ? share.of(share.amount().negated()) : share)
                        .toList(),
                piece);
    }

    /** Whether there are any. */
    boolean any() {
        return piece != null || !discounts.isEmpty();
    }
}
