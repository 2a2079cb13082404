package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What the charges before it leave of a plan's commitment and of its maximum to a line of usage, after the line's own terms. With 10.00 left
 * of the commitment and a factor of 1.5, usage worth 30.00 costs 10.00 + 20.00 × 1.5 = 40.00; with 5.00 left of the maximum it costs 5.00.
 * The amounts are for the line's own service and are not shared out again.
 *
 * @param commitment zero or more; null where the line does not reach beyond it
 * @param overageFactor what the line costs beyond that is multiplied by it, zero or more; 1 without a commitment
 * @param maximum zero or more; null where the line stays below it
 */
public record SpendLeft(
        @Nullable Money commitment,
        BigDecimal overageFactor,
        @Nullable Money maximum) {
    /** Refuses nothing at all with INVALID_TERMS, values below zero and a factor of nothing with INVALID_NUMBER, two currencies with CURRENCY_MISMATCH. */
    public SpendLeft {
        overageFactor = Inputs.decimal("overageFactor", overageFactor);
        if (commitment == null && maximum == null) {
            throw ErrorCode.INVALID_TERMS.at("left", "expected what is left of a commitment or of a maximum");
        }
        if (overageFactor.signum() < 0 || (commitment == null && overageFactor.compareTo(BigDecimal.ONE) != 0)) {
            throw ErrorCode.INVALID_NUMBER.at("overageFactor", "a factor is not negative, found " + overageFactor);
        }
        requireAmount("commitment", commitment);
        requireAmount("maximum", maximum);
        if (commitment != null && maximum != null) {
            Currencies.requireSame("maximum", commitment.getCurrencyUnit(), maximum.getCurrencyUnit());
        }
    }

    private static void requireAmount(String field, @Nullable Money amount) {
        if (amount != null && amount.isNegative()) {
            throw ErrorCode.INVALID_NUMBER.at(field, "what is left is not negative, found " + amount);
        }
    }

    /**
     * What changes a line, and nothing that does not: a line that stays below both keeps its price, whatever the others come to.
     *
     * @param own what the line comes to under its own terms
     * @param commitment what is left of it, zero or more; null where there is none
     * @param overageFactor of the plan
     * @param maximum what is left of it, zero or more; null where there is none
     * @return null where the line costs what it costs
     */
    public static @Nullable SpendLeft where(
            SettledPrice own, @Nullable Money commitment, BigDecimal overageFactor, @Nullable Money maximum) {
        BigDecimal whole = own.whole();
        boolean cut = maximum != null && own.charge().compareTo(times(maximum, whole)) > 0;
        boolean beyond = commitment != null
                && overageFactor.compareTo(BigDecimal.ONE) != 0
                && own.charge().compareTo(times(commitment, whole)) > 0;
        if (!beyond) {
            return cut ? new SpendLeft(null, BigDecimal.ONE, maximum) : null;
        }
        SpendLeft raised = new SpendLeft(commitment, overageFactor, null);
        BigDecimal charge = raised.of(own).charge();
        if (maximum == null || charge.compareTo(times(maximum, whole)) <= 0) {
            return raised;
        }
        // Where the maximum cuts all the same it alone says what the line costs.
        return cut ? new SpendLeft(null, BigDecimal.ONE, maximum) : new SpendLeft(commitment, overageFactor, maximum);
    }

    /** The price with what is left in the place of all that the line would come to by itself. */
    public SettledPrice of(SettledPrice own) {
        BigDecimal charge = own.charge();
        if (commitment != null) {
            charge = Commitment.withOverage(charge, times(commitment, own.whole()), overageFactor);
        }
        if (maximum != null) {
            charge = charge.min(times(maximum, own.whole()));
        }
        return new SettledPrice(own.gross(), charge, own.trueUp(), own.whole());
    }

    /** Refuses another currency with CURRENCY_MISMATCH. */
    public void requireCurrency(CurrencyUnit currency) {
        Money amount = commitment == null ? maximum : commitment;
        if (amount != null) {
            Currencies.requireSame("left", currency, amount.getCurrencyUnit());
        }
    }

    private static BigDecimal times(Money amount, BigDecimal whole) {
        return amount.getAmount().multiply(whole);
    }
}
