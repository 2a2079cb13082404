package io.billing4j.price;

import org.joda.money.BigMoney;

/**
 * What one line asks for that continues earlier ones of the same window. Exact.
 *
 * @param gross what the model asks for more than for the quantity before, before discount, overage and maximum
 * @param discount what discount and maximum take off this line, less what overage adds
 * @param charge what is charged: the whole window so far less what was billed; below zero where more was billed than is due
 * @param trueUp what is missing to the commitment, on the last line only; charged on top of {@code charge}
 */
public record ContinuedPrice(BigMoney gross, BigMoney discount, BigMoney charge, BigMoney trueUp) {
    /** All that this line asks for. */
    public BigMoney amount() {
        return charge.plus(trueUp);
    }
}
