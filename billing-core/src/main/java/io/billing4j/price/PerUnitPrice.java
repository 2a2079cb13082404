package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Each unit at the same price: 107,703 tokens at 0.0006 are 64.6218.
 *
 * @param unitAmount of any scale, zero or more
 */
public record PerUnitPrice(BigMoney unitAmount) implements PriceModel {
    /** Refuses a negative price with INVALID_NUMBER at {@code unitAmount}. */
    public PerUnitPrice {
        unitAmount = Currencies.canonical("unitAmount", unitAmount);
        if (unitAmount.isNegative()) {
            throw ErrorCode.INVALID_NUMBER.at("unitAmount", "a unit price is not negative, found " + unitAmount);
        }
    }

    @Override
    public CurrencyUnit currency() {
        return unitAmount.getCurrencyUnit();
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        BigDecimal quantity = input.quantity();
        return Price.of(currency(), quantity.signum() == 0 ? List.of() : List.of(PriceStep.of(quantity, unitAmount)));
    }

    @Override
    public List<String> content() {
        return List.of("PER_UNIT", unitAmount.toString());
    }
}
