package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import org.joda.money.BigMoney;
import org.jspecify.annotations.Nullable;

/**
 * A tier of equal blocks.
 *
 * @param size units in a block, above zero
 * @param maxBlocks how many blocks the tier holds, 1 or more; null for the last tier, which is open
 * @param blockAmount the price of a block, a started one included; zero or more
 */
public record BlockTier(BigDecimal size, @Nullable Long maxBlocks, BigMoney blockAmount) {
    /** Refuses values out of range with INVALID_TIERS. */
    public BlockTier {
        size = Inputs.decimal("size", size);
        blockAmount = Currencies.canonical("blockAmount", blockAmount);
        if (size.signum() <= 0) {
            throw ErrorCode.INVALID_TIERS.at("size", "a block holds more than zero units, found " + size);
        }
        if (maxBlocks != null && maxBlocks < 1) {
            throw ErrorCode.INVALID_TIERS.at("maxBlocks", "a tier holds at least one block, found " + maxBlocks);
        }
        if (blockAmount.isNegative()) {
            throw ErrorCode.INVALID_TIERS.at("blockAmount", "a block's price is not negative, found " + blockAmount);
        }
    }

    /** The units that the tier holds; null where it is open. */
    @Nullable
    BigDecimal units() {
        return maxBlocks == null ? null : size.multiply(BigDecimal.valueOf(maxBlocks));
    }
}
