package io.billing4j.testkit.history;

import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineTaxes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.Money;

/** What stands on a line; in minor units. */
final class LineAmounts {
    private LineAmounts() {}

    /** What it asks for after all that is taken off it, with the taxes that it holds. */
    static BigInteger left(InvoiceLine line) {
        return minor(line.amount()).subtract(off(line));
    }

    static BigInteger tax(InvoiceLine line) {
        return sum(taxes(line));
    }

    static List<BigInteger> taxes(InvoiceLine line) {
        LineTaxes taxes = line.adjustments().taxes();
        return taxes == null
                ? List.of()
                : taxes.shares().stream().map(LineAmounts::minor).toList();
    }

    static BigInteger off(InvoiceLine line) {
        return sum(offs(line));
    }

    /** What coupons take off it, and then what credit notes do. */
    static List<BigInteger> offs(InvoiceLine line) {
        List<BigInteger> off = new ArrayList<>();
        line.adjustments().discounts().forEach(share -> off.add(minor(share.amount())));
        line.adjustments().credits().forEach(share -> off.add(minor(share.amount())));
        return off;
    }

    static BigInteger sum(List<BigInteger> amounts) {
        return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    static BigInteger minor(Money amount) {
        return BigInteger.valueOf(amount.getAmountMinorLong());
    }
}
