package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/**
 * Turns what is metered into what is sold: 7,400 megabytes, by 1,000 and rounded up, are 8 gigabytes.
 *
 * @param divisor how many metered units are one that is sold, above zero
 * @param mode how the quotient becomes a whole number; UNNECESSARY leaves it as it is
 * @param lines what is converted together where several lines bill one window
 */
public record QuantityConversion(BigDecimal divisor, RoundingMode mode, LineConversion lines) {
    /**
     * Refuses a divisor of zero or less with INVALID_NUMBER, and without rounding one that does not always come out even,
     * such as 3, with INVALID_TERMS.
     */
    public QuantityConversion {
        Inputs.required("mode", mode);
        Inputs.required("lines", lines);
        divisor = Inputs.decimal("divisor", divisor);
        if (divisor.signum() <= 0) {
            throw ErrorCode.INVALID_NUMBER.at("divisor", "a divisor is above zero, found " + divisor);
        }
        if (mode == RoundingMode.UNNECESSARY && !comesOutEven(divisor)) {
            throw ErrorCode.INVALID_TERMS.at(
                    "divisor", "a division by " + divisor + " does not come out even: a rounding is required");
        }
    }

    /** The lines of a window are converted together. */
    public QuantityConversion(BigDecimal divisor, RoundingMode mode) {
        this(divisor, mode, LineConversion.CUMULATIVE);
    }

    /** Whether every decimal divided by it is a decimal: it is made of twos and fives. */
    private static boolean comesOutEven(BigDecimal divisor) {
        BigInteger rest = divisor.unscaledValue();
        for (BigInteger prime : List.of(BigInteger.TWO, BigInteger.valueOf(5))) {
            while (rest.mod(prime).signum() == 0) {
                rest = rest.divide(prime);
            }
        }
        return rest.equals(BigInteger.ONE);
    }

    /** The quantity in units that are sold. */
    public BigDecimal convert(BigDecimal quantity) {
        return mode == RoundingMode.UNNECESSARY ? quantity.divide(divisor) : quantity.divide(divisor, 0, mode);
    }

    /** What lines have sold altogether, the last of which continues {@code before}. */
    BigDecimal convert(BigDecimal before, BigDecimal soFar) {
        return lines == LineConversion.CUMULATIVE
                ? convert(soFar)
                : convert(before).add(convert(soFar.subtract(before)));
    }
}
