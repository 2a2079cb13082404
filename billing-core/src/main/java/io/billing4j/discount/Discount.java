package io.billing4j.discount;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import io.billing4j.money.RoundingPolicy;
import java.math.BigDecimal;
import org.joda.money.Money;

/** How much is taken off. */
public sealed interface Discount {
    /**
     * A part of the amount: 12.5 percent of 10.00 are 1.25.
     *
     * @throws io.billing4j.error.BillingException INVALID_NUMBER at {@code percent} unless above 0 and at most 100, with at
     *     most 16 decimals
     */
    static Discount percentage(BigDecimal percent) {
        return new Percentage(percent);
    }

    /**
     * An amount, or what there is if that is less.
     *
     * @throws io.billing4j.error.BillingException INVALID_AMOUNT at {@code amount} unless above zero
     */
    static Discount fixed(Money amount) {
        return new Fixed(amount);
    }

    /**
     * What it takes off an amount, never more than that. A percentage is rounded here, once for all lines that it is for.
     *
     * @param base zero or more
     * @throws io.billing4j.error.BillingException CURRENCY_MISMATCH at {@code amount} if a fixed discount is in another currency
     */
    Money of(Money base, RoundingPolicy rounding);

    /** Whether it takes the same part of every amount. */
    boolean proportional();

    /** A part of the amount. */
    record Percentage(BigDecimal percent) implements Discount {
        private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
        /** Two less than a number may have: a hundredth of it is what is worked with. */
        private static final int MAX_DECIMALS = Inputs.MAX_DECIMALS - 2;

        /** Keeps the number in canonical form. */
        public Percentage {
            percent = Inputs.decimal("percent", percent);
            if (percent.signum() <= 0 || percent.compareTo(HUNDRED) > 0) {
                throw ErrorCode.INVALID_NUMBER.at(
                        "percent", "expected more than 0 and at most 100 but found " + percent);
            }
            if (percent.scale() > MAX_DECIMALS) {
                throw ErrorCode.INVALID_NUMBER.at("percent", "expected at most " + MAX_DECIMALS + " decimals");
            }
        }

        @Override
        public Money of(Money base, RoundingPolicy rounding) {
            return rounding.round(base.toBigMoney(), percent, HUNDRED);
        }

        @Override
        public boolean proportional() {
            return true;
        }

        /** {@code 12.5 %}. */
        @Override
        public String toString() {
            return percent.toPlainString() + " %";
        }
    }

    /** An amount. */
    record Fixed(Money amount) implements Discount {
        /** Refuses an amount that is not above zero, and one of more digits than a number may have with INVALID_NUMBER. */
        public Fixed {
            Inputs.decimal("amount", Inputs.required("amount", amount).getAmount());
            if (!amount.isPositive()) {
                throw ErrorCode.INVALID_AMOUNT.at("amount", "expected more than zero but found " + amount);
            }
        }

        @Override
        public Money of(Money base, RoundingPolicy rounding) {
            Currencies.requireSame("amount", base.getCurrencyUnit(), amount.getCurrencyUnit());
            return base.isLessThan(amount) ? base : amount;
        }

        @Override
        public boolean proportional() {
            return false;
        }

        /** {@code EUR 5.00}. */
        @Override
        public String toString() {
            return amount.toString();
        }
    }
}
