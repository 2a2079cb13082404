package io.billing4j.invoice;

import java.util.List;
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
     * Whether what is left of the taxes, once the line's own note has credited its part, is possible for it. The note's other lines say
     * how much it is: {@link CreditNoteVerifier}.
     *
     * @param before what the line has of the one that it names
     */
    static boolean taxesHold(InvoiceLine line, LineTaxes found, LineAdjustments before) {
        LinePiece piece = before.piece();
        LineTaxes taxes = before.taxes();
        if (taxes == null || piece == null || added(line, piece) == null) {
            return found.equals(taxes);
        }
        if (!found.of(taxes.shares()).equals(taxes)) {
            return false;
        }
        boolean none = true;
        for (int i = 0; i < taxes.shares().size(); i++) {
            Money left = found.shares().get(i);
            if (left.isNegative() || left.isGreaterThan(taxes.shares().get(i))) {
                return false;
            }
            none &= left.isZero();
        }
        // A tax needs something that it is on.
        return none || line.amount().isGreaterThan(line.discount());
    }
}
