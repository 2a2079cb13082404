package io.billing4j.tax;

import java.util.List;
import org.joda.money.Money;

/**
 * A line's share of the taxes of its document.
 *
 * @param net what the line asks for without any tax
 * @param taxes as many as its treatment has, in their order
 */
public record LineTax(Money net, List<Money> taxes) {
    /** Keeps a copy. */
    public LineTax {
        taxes = List.copyOf(taxes);
    }

    /** All its taxes. */
    public Money tax() {
        return taxes.stream().reduce(Money.zero(net.getCurrencyUnit()), Money::plus);
    }
}
