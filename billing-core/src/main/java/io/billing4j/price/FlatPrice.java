package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * One amount, whatever the quantity: 20.00 a month.
 *
 * @param amount of any scale, zero or more
 */
public record FlatPrice(BigMoney amount) implements PriceModel {
    /** Refuses a negative amount with INVALID_NUMBER at {@code amount}. */
    public FlatPrice {
        amount = Currencies.canonical("amount", amount);
        if (amount.isNegative()) {
            throw ErrorCode.INVALID_NUMBER.at("amount", "a price is not negative, found " + amount);
        }
    }

    @Override
    public CurrencyUnit currency() {
        return amount.getCurrencyUnit();
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        return Price.of(currency(), List.of(PriceStep.of(BigDecimal.ONE, amount)));
    }

    @Override
    public boolean usesQuantity() {
        return false;
    }

    @Override
    public List<String> content() {
        return List.of("FLAT", amount.toString());
    }
}
