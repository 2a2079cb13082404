package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.BigMoney;

/**
 * What a capacity costs.
 *
 * @param most how much of each group fits into it, zero or more; a group that is not named is not limited
 * @param amount zero or more
 */
public record CapacityTier(Map<String, BigDecimal> most, BigMoney amount) {
    /** Refuses values out of range with INVALID_TIERS. */
    public CapacityTier {
        Inputs.required("most", most);
        Map<String, BigDecimal> canonical = new TreeMap<>();
        most.forEach((group, limit) -> {
            Inputs.text("most", group, 200);
            canonical.put(group, Inputs.decimal("most[" + group + "]", limit));
            if (limit.signum() < 0) {
                throw ErrorCode.INVALID_TIERS.at("most[" + group + "]", "a limit is not negative, found " + limit);
            }
        });
        most = Collections.unmodifiableMap(canonical);
        amount = Currencies.canonical("amount", amount);
        if (amount.isNegative()) {
            throw ErrorCode.INVALID_TIERS.at("amount", "a tier's price is not negative, found " + amount);
        }
    }

    /** Whether each group's quantity is within its limit. */
    boolean holds(Map<String, BigDecimal> quantities) {
        return quantities.entrySet().stream().allMatch(group -> {
            BigDecimal limit = most.get(group.getKey());
            return limit == null || group.getValue().compareTo(limit) <= 0;
        });
    }
}
