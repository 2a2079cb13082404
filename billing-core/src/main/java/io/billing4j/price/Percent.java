package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** Rates of an amount. */
final class Percent {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Two less than a number may have, since a hundredth of it becomes a unit price. */
    private static final int MAX_DECIMALS = Inputs.MAX_DECIMALS - 2;

    private Percent() {}

    /** The rate in canonical form; INVALID_NUMBER below 0, above 100, or with more than 16 decimals. */
    static BigDecimal rate(String field, BigDecimal percent) {
        BigDecimal canonical = Inputs.decimal(field, percent);
        if (canonical.signum() < 0 || canonical.compareTo(HUNDRED) > 0) {
            throw ErrorCode.INVALID_NUMBER.at(field, "expected 0 to 100 percent but found " + canonical);
        }
        if (canonical.scale() > MAX_DECIMALS) {
            throw ErrorCode.INVALID_NUMBER.at(field, "expected at most " + MAX_DECIMALS + " decimals");
        }
        return canonical;
    }

    /** What the rate asks of one unit of the currency. */
    static BigMoney ofOne(CurrencyUnit currency, BigDecimal percent) {
        return BigMoney.of(currency, percent.movePointLeft(2));
    }
}
