package io.billing4j.price;

import java.math.BigDecimal;

/**
 * What a price comes to under its terms. All amounts are exact and multiplied by {@code whole}, so that whoever shares them
 * out divides, and rounds, once.
 *
 * @param gross what the model asks for, before discount, overage and maximum
 * @param charge what is charged
 * @param trueUp what is missing to the commitment; charged on top of {@code charge}, on a line of its own
 * @param whole the divisor, above zero
 */
public record SettledPrice(BigDecimal gross, BigDecimal charge, BigDecimal trueUp, BigDecimal whole) {
    /** What discount and maximum take off, less what overage adds. */
    BigDecimal discount() {
        return gross.subtract(charge);
    }
}
