package io.billing4j.invoice;

import java.util.List;
import org.joda.money.Money;

/**
 * What a credit of a line is made of.
 *
 * @param off what is taken off the line, with the taxes that its amount holds
 * @param taxes what is taken off each tax, as many as the line has
 */
record CreditSplit(Money off, List<Money> taxes) {
    /** Keeps a copy. */
    CreditSplit {
        taxes = List.copyOf(taxes);
    }
}
