package io.billing4j.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/** What the tables of price models share: short ways to write a model, and the one check of a row. */
final class PriceTable {
    private PriceTable() {}

    static BigMoney usd(String amount) {
        return BigMoney.parse("USD " + amount);
    }

    static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    static Tier tier(String upTo, String unitAmount) {
        return Tier.upTo(number(upTo), usd(unitAmount));
    }

    static Tier tier(String upTo, String unitAmount, String flatAmount) {
        return new Tier(number(upTo), usd(unitAmount), usd(flatAmount));
    }

    static Tier beyond(String unitAmount) {
        return Tier.beyond(usd(unitAmount));
    }

    static Tier beyond(String unitAmount, String flatAmount) {
        return new Tier(null, usd(unitAmount), usd(flatAmount));
    }

    /** That the quantity has this exact price, in the currency of the model. */
    static void assertPrice(PriceModel model, String quantity, String exactAmount) {
        Price price = model.price(number(quantity));

        assertThat(price.amount().getAmount())
                .as("%s of %s, steps %s", quantity, model, price.steps())
                .isEqualByComparingTo(exactAmount);
        assertThat(price.amount().getCurrencyUnit()).isEqualTo(model.currency());
    }

    /** The quantities of the steps, in their order. */
    static List<String> stepQuantities(PriceModel model, String quantity) {
        return model.price(number(quantity)).steps().stream()
                .map(step -> step.quantity().stripTrailingZeros().toPlainString())
                .toList();
    }
}
