package io.billing4j.proration;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import java.math.BigDecimal;
import java.time.Instant;
import org.joda.money.BigMoney;
import org.joda.money.Money;

/**
 * Shares out amounts over the parts of one window {@code [s, e)}.
 *
 * <p>The amount for {@code [a, b)} is {@code R(A·p(b)/p(e)) − R(A·p(a)/p(e))}, where {@code p} is what the policy says has
 * passed since {@code s} and {@code R} rounds: cumulative amounts are rounded and differences taken. So, for any split,
 * the parts add up to the whole to the last cent; the whole window gives {@code R(A)} and an empty part nothing. For A =
 * 31.00 and January by day, 1–10 January gives R(31·9/31) − 0 = 9.00.
 *
 * @param window the one that the price is for, as {@link ProrationPolicy#window} gives it: the whole nominal period, never
 *     one that was cut short
 */
public record Proration(BillingPeriod window, ProrationPolicy policy, RoundingPolicy rounding) {
    /** Refuses what is missing with MISSING_FIELD at its name. */
    public Proration {
        Inputs.required("window", window);
        Inputs.required("policy", policy);
        Inputs.required("rounding", rounding);
    }

    /**
     * What of the amount falls on a part of the window.
     *
     * @param amount A, exact, for the whole window
     * @param startInclusive in the window
     * @param endExclusive not before the start, at most the window's end
     * @throws io.billing4j.error.BillingException INVALID_PERIOD for a part that does not lie in the window
     */
    public Money amount(BigMoney amount, Instant startInclusive, Instant endExclusive) {
        requirePart(window, startInclusive, endExclusive);
        return until(amount, endExclusive).minus(until(amount, startInclusive));
    }

    static void requirePart(BillingPeriod window, Instant startInclusive, Instant endExclusive) {
        if (startInclusive.isBefore(window.startInclusive())
                || endExclusive.isAfter(window.endExclusive())
                || endExclusive.isBefore(startInclusive)) {
            throw ErrorCode.INVALID_PERIOD.because(
                    "[" + startInclusive + ", " + endExclusive + ") does not lie in " + window);
        }
    }

    /** The rounded amount for everything from the window's start to the instant. */
    private Money until(BigMoney amount, Instant instant) {
        if (!instant.isBefore(window.endExclusive())) {
            return rounding.round(amount);
        }
        long whole = policy.whole(window);
        if (whole == 0) {
            return Money.zero(amount.getCurrencyUnit());
        }
        return rounding.round(amount, BigDecimal.valueOf(policy.passed(window, instant)), BigDecimal.valueOf(whole));
    }
}
