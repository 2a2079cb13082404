package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import org.joda.money.BigMoney;
import org.jspecify.annotations.Nullable;

/**
 * One tier of a rate: it holds the amounts above the tier before and up to its own bound.
 *
 * @param upTo its upper bound, which still belongs to it; above zero; null for the last tier, which is open
 * @param ratePercent 0 to 100, at most 16 decimals
 * @param flatAmount due once when the tier is entered, zero or more
 */
public record PercentageTier(@Nullable BigDecimal upTo, BigDecimal ratePercent, BigMoney flatAmount) {
    /** Refuses a bound and a fee out of range with INVALID_TIERS, a rate out of range with INVALID_NUMBER. */
    public PercentageTier {
        if (upTo != null) {
            upTo = Inputs.decimal("upTo", upTo);
            if (upTo.signum() <= 0) {
                throw ErrorCode.INVALID_TIERS.at("upTo", "a tier's bound is above zero, found " + upTo);
            }
        }
        ratePercent = Percent.rate("ratePercent", ratePercent);
        flatAmount = Currencies.canonical("flatAmount", flatAmount);
        if (flatAmount.isNegative()) {
            throw ErrorCode.INVALID_TIERS.at("flatAmount", "a tier's fee is not negative, found " + flatAmount);
        }
    }

    /** The tier that asks the same of each unit of the currency. */
    Tier asTier() {
        return new Tier(upTo, Percent.ofOne(flatAmount.getCurrencyUnit(), ratePercent), flatAmount);
    }
}
