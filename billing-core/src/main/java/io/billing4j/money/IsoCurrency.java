package io.billing4j.money;

import org.jspecify.annotations.Nullable;

/**
 * A row of the {@linkplain Iso4217 currency table}.
 *
 * @param code three capital letters
 * @param numericCode 1 to 999; printed with three digits, {@code 008} for ALL
 * @param minorUnit decimals of an amount, 0 to 4; null for what is no money: metals, units of account, and the codes for
 *     tests and for no currency
 */
public record IsoCurrency(
        String code, int numericCode, @Nullable Integer minorUnit) {
    @Override
    public String toString() {
        return code;
    }
}
