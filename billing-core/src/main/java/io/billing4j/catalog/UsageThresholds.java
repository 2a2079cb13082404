package io.billing4j.catalog;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * At which amounts of usage a period is billed before it ends. The amounts are what its usage comes to before coupons and taxes, and hold in
 * a short period as in a whole one. With 50, 100 and every 100 they are 50, 100, 200, 300 and so on.
 *
 * @param amounts above zero and rising, at most 100; none where only {@code every} counts
 * @param every at least 1: how far apart further ones are, counted from the last of the amounts, or from zero where there is none; null where no
 *     further one follows
 */
public record UsageThresholds(
        List<BigMoney> amounts, @Nullable BigMoney every) {
    private static final int MOST = 100;
    private static final BigDecimal MOST_FURTHER = BigDecimal.valueOf(Long.MAX_VALUE - MOST);

    /** Refuses with INVALID_TERMS what is not as above, or has nothing at all; another currency with CURRENCY_MISMATCH. */
    public UsageThresholds {
        amounts = Inputs.list("thresholds.amounts", amounts);
        if (amounts.size() > MOST) {
            throw ErrorCode.INVALID_TERMS.at(
                    "thresholds.amounts", "expected at most " + MOST + " amounts but found " + amounts.size());
        }
        BigDecimal before = BigDecimal.ZERO;
        for (int i = 0; i < amounts.size(); i++) {
            String field = "thresholds.amounts[" + i + "]";
            BigMoney amount = amounts.get(i);
            Currencies.requireSame(field, amounts.get(0).getCurrencyUnit(), amount.getCurrencyUnit());
            if (amount.getAmount().compareTo(before) <= 0) {
                throw ErrorCode.INVALID_TERMS.at(field, "expected more than " + before + " but found " + amount);
            }
            before = amount.getAmount();
        }
        if (every == null) {
            if (amounts.isEmpty()) {
                throw ErrorCode.INVALID_TERMS.at("thresholds.amounts", "expected an amount, or one for every next");
            }
        } else {
            if (!amounts.isEmpty()) {
                Currencies.requireSame("thresholds.every", amounts.get(0).getCurrencyUnit(), every.getCurrencyUnit());
            }
            if (every.getAmount().compareTo(BigDecimal.ONE) < 0) {
                throw ErrorCode.INVALID_TERMS.at("thresholds.every", "expected at least 1 but found " + every);
            }
        }
    }

    /** The currency of all amounts. */
    public CurrencyUnit currency() {
        return every == null ? amounts.get(0).getCurrencyUnit() : every.getCurrencyUnit();
    }

    /**
     * How many of the amounts usage has reached; reaching one exactly counts. Usage below zero has reached none.
     *
     * @param usage in the thresholds' currency, before coupons and taxes
     */
    public long level(BigDecimal usage) {
        long reached = amounts.stream()
                .filter(amount -> amount.getAmount().compareTo(usage) <= 0)
                .count();
        BigDecimal beyond = amounts.isEmpty()
                ? usage
                : usage.subtract(amounts.get(amounts.size() - 1).getAmount());
        if (every == null || beyond.signum() <= 0) {
            return reached;
        }
        BigDecimal further = beyond.divide(every.getAmount(), 0, RoundingMode.DOWN);
        return further.compareTo(MOST_FURTHER) < 0 ? reached + further.longValueExact() : Long.MAX_VALUE;
    }
}
