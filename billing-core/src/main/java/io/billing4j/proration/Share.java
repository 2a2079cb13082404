package io.billing4j.proration;

import io.billing4j.error.ErrorCode;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * How much of a window a part of it is, as a fraction that is never cut: 15 of 31 days. It is for people to read and for
 * quantities that are not money; amounts of money are shared out by {@link Proration}, which loses no cent over a split.
 *
 * @param part the measure of the part, 0 or more
 * @param whole the measure of the window, above zero and not below the part
 */
public record Share(long part, long whole) {
    /** Refuses a fraction below zero or above one with INVALID_NUMBER at {@code share}. */
    public Share {
        if (whole <= 0 || part < 0 || part > whole) {
            throw ErrorCode.INVALID_NUMBER.at("share", "expected 0 to 1 but found " + part + "/" + whole);
        }
    }

    /**
     * What {@code [start, end)} is of the window.
     *
     * @throws io.billing4j.error.BillingException INVALID_PERIOD for a part that does not lie in the window
     */
    public static Share of(ProrationPolicy policy, BillingPeriod window, Instant startInclusive, Instant endExclusive) {
        Proration.requirePart(window, startInclusive, endExclusive);
        long whole = policy.whole(window);
        if (whole == 0) {
            // As in Proration: nothing to measure, so that all of it lies where the window ends.
            boolean reachesEnd = startInclusive.isBefore(endExclusive) && endExclusive.equals(window.endExclusive());
            return new Share(reachesEnd ? 1 : 0, 1);
        }
        return new Share(policy.passed(window, endExclusive) - policy.passed(window, startInclusive), whole);
    }

    /** What is left of the window from the instant on: all of it for one before its start, nothing for one after its end. */
    public static Share remaining(ProrationPolicy policy, BillingPeriod window, Instant from) {
        Instant start = from.isBefore(window.startInclusive()) ? window.startInclusive() : from;
        Instant end = window.endExclusive();
        return of(policy, window, start.isAfter(end) ? end : start, end);
    }

    /** This share of a quantity, rounded once. */
    public BigDecimal of(BigDecimal quantity, int scale, RoundingMode mode) {
        return quantity.multiply(BigDecimal.valueOf(part)).divide(BigDecimal.valueOf(whole), scale, mode);
    }

    /** The fraction as a decimal: 14 of 31 at 9 decimals is 0.451612903. */
    public BigDecimal decimal(int scale, RoundingMode mode) {
        return of(BigDecimal.ONE, scale, mode);
    }

    /** {@code 15/31}. */
    @Override
    public String toString() {
        return part + "/" + whole;
    }
}
