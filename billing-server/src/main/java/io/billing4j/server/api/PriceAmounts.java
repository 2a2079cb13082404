package io.billing4j.server.api;

import io.billing4j.money.Currencies;
import io.billing4j.server.transport.Values;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Reads the decimals of a price as amounts in the currency of its plan. Each refusal names the field. */
record PriceAmounts(CurrencyUnit currency) {
    /** MISSING_FIELD if it is empty, INVALID_NUMBER if it is no decimal or has too many digits. */
    BigMoney required(String field, String text) {
        return Currencies.unitPrice(field, currency, Values.decimal(field, text));
    }

    /** The same, or zero where it was not given. */
    BigMoney orZero(String field, boolean given, String text) {
        return given ? required(field, text) : BigMoney.zero(currency);
    }

    /** The same, or null where it was not given. */
    @Nullable
    BigMoney orNull(String field, boolean given, String text) {
        return given ? required(field, text) : null;
    }
}
