package io.billing4j.tax;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.TaxId;
import java.math.BigDecimal;
import java.util.Comparator;

/**
 * A tax at the rate of the day.
 *
 * @param tax what it is a rate of: lines of one tax at one rate are rounded together, whatever they are for
 * @param name as documents show it, 1 to 100 characters
 * @param percent from 0 to 100, with at most 16 decimals
 * @param compound whether it is also due on the taxes before it: 10 % on 100.00 and its 5 % are 10.50
 */
public record TaxComponent(TaxId tax, String name, BigDecimal percent, boolean compound)
        implements Comparable<TaxComponent> {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** Two less than a number may have: a hundredth of it is what is worked with. */
    private static final int MAX_DECIMALS = Inputs.MAX_DECIMALS - 2;

    private static final Comparator<TaxComponent> ORDER = Comparator.comparing(TaxComponent::tax)
            .thenComparing(TaxComponent::percent)
            .thenComparing(TaxComponent::name)
            .thenComparing(TaxComponent::compound);

    /** Refuses a percentage outside its range with INVALID_NUMBER at {@code percent}. */
    public TaxComponent {
        Inputs.required("tax", tax);
        name = Inputs.text("name", name, 100);
        percent = Inputs.decimal("percent", percent);
        if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
            throw ErrorCode.INVALID_NUMBER.at("percent", "expected 0 to 100 percent but found " + percent);
        }
        if (percent.scale() > MAX_DECIMALS) {
            throw ErrorCode.INVALID_NUMBER.at("percent", "expected at most " + MAX_DECIMALS + " decimals");
        }
    }

    /** A tax that is due on the amount alone. */
    public static TaxComponent of(TaxId tax, String name, BigDecimal percent) {
        return new TaxComponent(tax, name, percent, false);
    }

    /**
     * Its part of an amount without taxes.
     *
     * @param before the parts of the taxes before it, summed
     */
    BigDecimal factor(BigDecimal before) {
        BigDecimal own = percent.movePointLeft(2);
        return compound ? own.multiply(before.add(BigDecimal.ONE)) : own;
    }

    @Override
    public int compareTo(TaxComponent other) {
        return ORDER.compare(this, other);
    }

    /** {@code VAT 19 %}. */
    @Override
    public String toString() {
        return name + " " + percent.toPlainString() + " %";
    }
}
