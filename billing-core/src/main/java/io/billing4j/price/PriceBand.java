package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import org.joda.money.BigMoney;
import org.jspecify.annotations.Nullable;

/**
 * A band of quantities that have one price together.
 *
 * @param upTo its upper bound, above zero; null for the last band, which is open
 * @param amount zero or more
 */
public record PriceBand(@Nullable BigDecimal upTo, BigMoney amount) {
    /** Refuses values out of range with INVALID_TIERS. */
    public PriceBand {
        amount = Currencies.canonical("amount", amount);
        if (upTo != null) {
            upTo = Inputs.decimal("upTo", upTo);
            if (upTo.signum() <= 0) {
                throw ErrorCode.INVALID_TIERS.at("upTo", "a band's bound is above zero, found " + upTo);
            }
        }
        if (amount.isNegative()) {
            throw ErrorCode.INVALID_TIERS.at("amount", "a band's price is not negative, found " + amount);
        }
    }
}
