package io.billing4j.catalog;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How a measured quantity is rounded before it is priced: 123.456 becomes 124 at scale 0 upwards, 200 at scale -2 upwards.
 *
 * @param scale decimals, {@value #LEAST_SCALE} to {@value Inputs#MAX_DECIMALS}; -2 rounds to hundreds. What is rounded to
 *     more than its digits is too long for a number, or nothing
 * @param mode any but UNNECESSARY
 */
public record QuantityRounding(int scale, RoundingMode mode) {
    /** Rounds to the first of the digits that a number may have. */
    public static final int LEAST_SCALE = 1 - Inputs.MAX_INTEGER_DIGITS;

    /** What a quotient without a rounding of its own has: as many decimals as a number may have. */
    static final QuantityRounding FINEST = new QuantityRounding(Inputs.MAX_DECIMALS, RoundingMode.HALF_UP);

    /** Refuses with INVALID_METER. */
    public QuantityRounding {
        Inputs.required("rounding.mode", mode);
        if (scale < LEAST_SCALE || scale > Inputs.MAX_DECIMALS) {
            throw ErrorCode.INVALID_METER.at(
                    "rounding.scale", "expected " + LEAST_SCALE + " to " + Inputs.MAX_DECIMALS + " but found " + scale);
        }
        if (mode == RoundingMode.UNNECESSARY) {
            throw ErrorCode.INVALID_METER.at("rounding.mode", "expected a mode that rounds");
        }
    }

    /** The quotient, rounded once. */
    public BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, scale, mode);
    }

    /** The number, rounded. */
    public BigDecimal round(BigDecimal value) {
        return value.setScale(scale, mode);
    }
}
