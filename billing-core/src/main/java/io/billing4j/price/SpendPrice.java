package io.billing4j.price;

import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * What the other charges of a plan come to in a period, fees in advance and in arrears and usage together, as the quantity of a charge
 * whose terms are those of the whole plan: its commitment is what the customer promises to spend, its maximum what the period costs at
 * most. The charge has no line of its own price, which the others have asked for. What is missing to the commitment is asked for on the
 * document that ends the period; what is beyond it, and what is beyond the maximum, changes the lines of usage ({@link SpendLeft}).
 *
 * @param currency of the plan
 */
public record SpendPrice(CurrencyUnit currency) implements PriceModel {
    /** Refuses what is missing with MISSING_FIELD at its name. */
    public SpendPrice {
        Inputs.required("currency", currency);
    }

    /** One part for each charge that comes to something. */
    @Override
    public PartsNeeded partsNeeded() {
        return PartsNeeded.GROUPS;
    }

    /** The sum of the parts, each of which is an amount. */
    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        input.requiredParts();
        BigDecimal spent = input.quantity();
        return Price.of(
                currency,
                spent.signum() == 0 ? List.of() : List.of(PriceStep.of(spent, BigMoney.of(currency, BigDecimal.ONE))));
    }

    @Override
    public List<String> content() {
        return List.of("SPEND", currency.getCode());
    }
}
