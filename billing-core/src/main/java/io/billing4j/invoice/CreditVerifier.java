package io.billing4j.invoice;

import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Works out again what credit notes have taken off a line. */
final class CreditVerifier {
    private CreditVerifier() {}

    /** Whether the credits of a line that names another one are its share of that one's, and what the line's own note adds. */
    static boolean mirrored(InvoiceLine line, LinePiece piece) {
        List<CreditShare> expected = LineAdjustments.of(
                        piece, line.derivation().rounding(), line.amount().isNegative(), null)
                .credits();
        List<CreditShare> found = line.adjustments().credits();
        int more = found.size() - expected.size();
        return found.size() >= expected.size()
                && found.subList(0, expected.size()).equals(expected)
                && (more == 0 || (more == 1 && added(line, piece) != null));
    }

    /** What the line's own note takes off it; null where it takes nothing off, or what it cannot. */
    static @Nullable CreditShare added(InvoiceLine line, LinePiece piece) {
        List<CreditShare> before = LineAdjustments.of(piece, line.derivation().rounding(), false, null)
                .credits();
        List<CreditShare> found = line.adjustments().credits();
        if (line.amount().isNegative() || found.size() != before.size() + 1) {
            return null;
        }
        CreditShare added = found.get(before.size());
        boolean again = before.stream().anyMatch(share -> share.note().equals(added.note()));
        return again || added.amount().isNegative() || line.net().isNegative() ? null : added;
    }

    /**
     * What is left of the taxes once the line's own note has credited its part.
     *
     * @param before what the line has of the one that it names
     */
    static @Nullable LineTaxes taxesLeft(InvoiceLine line, LineAdjustments before) {
        LinePiece piece = before.piece();
        LineTaxes taxes = before.taxes();
        if (piece == null || taxes == null || added(line, piece) == null) {
            return taxes;
        }
        CurrencyUnit currency = line.derivation().currency();
        Money net = line.amount().minus(before.off(currency));
        Money credited = net.plus(taxes.added(currency))
                .minus(line.amount().minus(line.discount()).plus(line.taxAdded()));
        CreditSplit split = CreditSplit.of(
                credited,
                net,
                taxes.shares(),
                taxes.inclusive(),
                line.derivation().rounding());
        List<Money> left = new ArrayList<>();
        for (int i = 0; i < taxes.shares().size(); i++) {
            left.add(taxes.shares().get(i).minus(split.taxes().get(i)));
        }
        return taxes.of(left);
    }
}
