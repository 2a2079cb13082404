package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LinePiece;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a line that another one takes back, or asks for again, in whole numbers of minor units.
 *
 * @param whole what the line came to before anything was taken off
 * @param from how much of it lies before the part
 * @param to how much of it lies before the part's end
 * @param off what was taken off the whole
 * @param taxes on what that left
 */
record PlainPiece(
        BigInteger whole,
        BigInteger from,
        BigInteger to,
        List<BigInteger> off,
        List<BigInteger> taxes,
        Function<Fraction, BigInteger> rounding) {
    /** What a line takes of the one that it names, which has discounts or taxes; where the part lies is what it says itself. */
    static PlainPiece of(InvoiceLine line, InvoiceLine named, Function<Fraction, BigInteger> rounding) {
        LinePiece told = line.adjustments().piece();
        if (told == null) {
            throw new HistoryFailure("what is taken back says which part of a line it is", line.toString(), null);
        }
        PlainPiece piece = new PlainPiece(
                LineAmounts.minor(named.amount()).abs(),
                LineAmounts.minor(told.from()),
                LineAmounts.minor(told.to()),
                LineAmounts.offs(named).stream().map(BigInteger::abs).toList(),
                LineAmounts.taxes(named).stream().map(BigInteger::abs).toList(),
                rounding);
        boolean within = piece.from.signum() >= 0
                && piece.to.compareTo(piece.whole) <= 0
                && piece.to
                        .subtract(piece.from)
                        .equals(LineAmounts.minor(line.amount()).abs());
        require(within, "what is taken back is a part of a line", line + " of " + named);
        return piece;
    }

    /** What of the taxes goes with the part: they follow what is left, 1.90 on 10.00 are 0.95 on its first 5.00. */
    List<BigInteger> taxesOfPart() {
        BigInteger left = left(whole);
        List<BigInteger> part = new ArrayList<>();
        for (BigInteger tax : taxes) {
            part.add(share(tax, left(to), left).subtract(share(tax, left(from), left)));
        }
        return part;
    }

    /** What of that which was taken off goes with the part. */
    List<BigInteger> offOfPart() {
        List<BigInteger> until = offUpTo(to);
        List<BigInteger> before = offUpTo(from);
        List<BigInteger> part = new ArrayList<>();
        for (int i = 0; i < off.size(); i++) {
            part.add(until.get(i).subtract(before.get(i)));
        }
        return part;
    }

    private BigInteger left(BigInteger position) {
        return offUpTo(position).stream().reduce(position, BigInteger::subtract);
    }

    private List<BigInteger> offUpTo(BigInteger position) {
        List<BigInteger> parts = new ArrayList<>();
        BigInteger rest = position;
        BigInteger of = whole;
        for (BigInteger one : off) {
            BigInteger part = share(one, rest, of);
            parts.add(part);
            rest = rest.subtract(part);
            of = of.subtract(one);
        }
        return parts;
    }

    private BigInteger share(BigInteger amount, BigInteger part, BigInteger of) {
        return part.signum() == 0 ? BigInteger.ZERO : rounding.apply(new Fraction(amount.multiply(part), of));
    }
}
