package io.billing4j.money;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Reads currencies and amounts, and refuses what Joda-Money would refuse with an exception of its own. */
public final class Currencies {
    private Currencies() {}

    /**
     * The currency of an ISO 4217 code such as {@code USD}.
     *
     * @throws BillingException MISSING_FIELD at {@code field} for null or the empty text, INVALID_CURRENCY there if there is none,
     *     if it was withdrawn, or if it has no minor unit, such as gold
     */
    public static CurrencyUnit currency(String field, @Nullable String code) {
        if (code == null || code.isEmpty()) {
            throw ErrorCode.MISSING_FIELD.at(field, "an ISO 4217 currency code such as USD is required");
        }
        return Iso4217.unit(code)
                .orElseThrow(() -> ErrorCode.INVALID_CURRENCY.at(
                        field,
                        "no currency of ISO 4217 (" + Iso4217.VERSION + ") that amounts can be in has this code"));
    }

    /**
     * The currency itself, for one that did not come by its code.
     *
     * @throws BillingException MISSING_FIELD at {@code field} for null, INVALID_CURRENCY there unless ISO 4217 has it, in use and
     *     with the same decimals: metals, units of account and {@code XXX} are no money
     */
    public static CurrencyUnit billable(String field, @Nullable CurrencyUnit currency) {
        return currency(field, Inputs.required(field, currency).getCode());
    }

    /**
     * The amount in the currency's own scale: 2 decimals for USD, 0 for JPY, 3 for KWD.
     *
     * @throws BillingException INVALID_AMOUNT at {@code field} if it has more decimals than that; nothing is rounded
     */
    public static Money money(String field, CurrencyUnit currency, BigDecimal amount) {
        BigDecimal canonical = Inputs.decimal(field, amount);
        if (canonical.scale() > currency.getDecimalPlaces()) {
            throw ErrorCode.INVALID_AMOUNT.at(
                    field, currency + " has " + currency.getDecimalPlaces() + " decimals, found " + canonical);
        }
        return Money.of(currency, canonical);
    }

    /** A unit price of any scale in canonical form; {@code INVALID_NUMBER} at {@code field} if it has too many digits. */
    public static BigMoney unitPrice(String field, CurrencyUnit currency, BigDecimal amount) {
        return BigMoney.of(currency, Inputs.decimal(field, amount));
    }

    /** The same amount in canonical form, so that it survives storage unchanged. */
    public static BigMoney canonical(String field, @Nullable BigMoney amount) {
        BigMoney given = Inputs.required(field, amount);
        return unitPrice(field, given.getCurrencyUnit(), given.getAmount());
    }

    /** Refuses with CURRENCY_MISMATCH at {@code field} unless both are the same currency. */
    public static void requireSame(String field, CurrencyUnit expected, CurrencyUnit found) {
        if (!expected.equals(found)) {
            throw ErrorCode.CURRENCY_MISMATCH.at(field, "expected " + expected + " but found " + found);
        }
    }
}
