package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * The amount comes with the events: the quantity is an amount in the currency, such as the cost of a resold service, and the
 * price is a multiple of it. With 1.2, a cost of 10.00 is billed as 12.00.
 *
 * @param multiplier zero or more
 */
public record DynamicPrice(CurrencyUnit currency, BigDecimal multiplier) implements PriceModel {
    /** Refuses a negative multiplier with INVALID_NUMBER. */
    public DynamicPrice {
        Inputs.required("currency", currency);
        multiplier = Inputs.decimal("multiplier", multiplier);
        if (multiplier.signum() < 0) {
            throw ErrorCode.INVALID_NUMBER.at("multiplier", "a multiplier is not negative, found " + multiplier);
        }
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        BigDecimal amount = input.quantity();
        return Price.of(
                currency,
                amount.signum() == 0 ? List.of() : List.of(PriceStep.of(amount, BigMoney.of(currency, multiplier))));
    }

    @Override
    public List<String> content() {
        return List.of("DYNAMIC", currency.getCode(), multiplier.toPlainString());
    }
}
