package io.billing4j.testkit.history;

import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.tax.TaxTreatment;
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

    /** What is to pay for it. */
    static BigInteger payable(InvoiceLine line) {
        return left(line).add(added(line));
    }

    static BigInteger tax(InvoiceLine line) {
        return sum(taxes(line));
    }

    /** Its taxes on top of its price. */
    static BigInteger added(InvoiceLine line) {
        return inclusive(line) ? BigInteger.ZERO : tax(line);
    }

    static boolean inclusive(InvoiceLine line) {
        LineTaxes taxes = line.adjustments().taxes();
        return taxes != null
                && taxes.treatment() instanceof TaxTreatment.Taxed taxed
                && taxed.behavior().name().equals("INCLUSIVE");
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
        List<BigInteger> off = new ArrayList<>(coupons(line));
        off.addAll(credits(line));
        return off;
    }

    static List<BigInteger> coupons(InvoiceLine line) {
        return line.adjustments().discounts().stream()
                .map(share -> minor(share.amount()))
                .toList();
    }

    static List<BigInteger> credits(InvoiceLine line) {
        return line.adjustments().credits().stream()
                .map(share -> minor(share.amount()))
                .toList();
    }

    /** Whether it is for usage. */
    static boolean metered(InvoiceLine line) {
        return isOf(line, PlainCatalogue.METERED);
    }

    /** Whether it is for usage, or for what is missing to what a plan promises. */
    static boolean counted(InvoiceLine line) {
        return metered(line) || missing(line);
    }

    static boolean missing(InvoiceLine line) {
        return isOf(line, List.of(PlainCatalogue.MISSING, PlainCatalogue.MISSING_WITH_TAXES));
    }

    private static boolean isOf(InvoiceLine line, List<String> charges) {
        return line.key()
                .charged()
                .filter(charged -> charges.contains(charged.charge().value()))
                .isPresent();
    }

    static BigInteger sum(List<BigInteger> amounts) {
        return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    static BigInteger minor(Money amount) {
        return BigInteger.valueOf(amount.getAmountMinorLong());
    }
}
