package io.billing4j.engine;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.error.ErrorCode;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.price.Commitment;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceInput;
import io.billing4j.subscription.Term;
import java.math.BigDecimal;
import java.math.MathContext;

/** Compares plans by what their fees come to in the long run, and at least their commitment, to tell an upgrade from a downgrade; and intervals. */
record FeeSums(CustomPrices customs) {
    private static final BigDecimal DAYS_OF_400_YEARS = BigDecimal.valueOf(146_097);
    private static final BigDecimal MONTHS_OF_400_YEARS = BigDecimal.valueOf(4_800);

    /**
     * Whether the fees of the second plan are at least those of the first; usage does not count. Where a function of the host
     * cannot say what one of them costs, it is one: a subscription must not be stuck on its plan.
     */
    boolean isUpgrade(PlanVersion from, PlanVersion to, BigDecimal quantity) {
        try {
            return over400Years(from, quantity).compareTo(over400Years(to, quantity)) <= 0;
        } catch (RuntimeException e) {
            return true;
        }
    }

    /** After 400 years the calendar begins again, so that plans of any interval compare. */
    private BigDecimal over400Years(PlanVersion version, BigDecimal quantity) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Charge charge : version.charges()) {
            if (charge.meter() == null && !charge.ofPlan()) {
                sum = sum.add(charge.terms()
                        .settleFee(
                                charge.terms().price(charge.price(), PriceInput.of(quantity), customs),
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                true)
                        .charge());
            }
        }
        Commitment ofPlan =
                version.ofPlan().map(charge -> charge.terms().commitment()).orElse(null);
        BigDecimal least = ofPlan == null || !ofPlan.trueUp()
                ? BigDecimal.ZERO
                : ofPlan.amount().getAmount();
        return sum.max(least).multiply(timesIn400Years(version.interval()));
    }

    /** Refuses with INVALID_NUMBER at {@code term} a term that is shorter than a period: it would end where it began. */
    static void requireTerm(Term term, BillingInterval interval) {
        if (timesIn400Years(term.length()).compareTo(timesIn400Years(interval)) > 0) {
            throw ErrorCode.INVALID_NUMBER.at(
                    "term", "expected a term of at least one period, " + interval + ", but found " + term.length());
        }
    }

    private static BigDecimal timesIn400Years(BillingInterval interval) {
        int months = months(interval.unit());
        int length = (months > 0 ? months : days(interval.unit())) * interval.count();
        return (months > 0 ? MONTHS_OF_400_YEARS : DAYS_OF_400_YEARS)
                .divide(BigDecimal.valueOf(length), MathContext.DECIMAL128);
    }

    private static int months(IntervalUnit unit) {
        return switch (unit) {
            case MONTH -> 1;
            case QUARTER -> 3;
            case HALF_YEAR -> 6;
            case YEAR -> 12;
            case DAY, WEEK, THIRTY_DAYS -> 0;
        };
    }

    private static int days(IntervalUnit unit) {
        return switch (unit) {
            case WEEK -> 7;
            case THIRTY_DAYS -> 30;
            case DAY, MONTH, QUARTER, HALF_YEAR, YEAR -> 1;
        };
    }
}
