package io.billing4j.price;

import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * Each tier prices its own part of the quantity, and charges its flat fee when it is entered. With 100,000 at 0, up to
 * 500,000 at 0.00015 and 0.0001 beyond, 561,200 cost 0 + 400,000 × 0.00015 + 61,200 × 0.0001 = 66.12.
 *
 * @param tiers rising, the last one open
 * @param firstFlatFee whether the first tier's flat fee is due for a quantity of zero as well
 */
public record GraduatedPrice(List<Tier> tiers, FirstFlatFee firstFlatFee) implements PriceModel {
    /** Refuses tiers out of order with INVALID_TIERS. */
    public GraduatedPrice {
        Inputs.required("firstFlatFee", firstFlatFee);
        tiers = Tier.checked(tiers);
    }

    /** Nothing is due for a quantity of zero. */
    public GraduatedPrice(List<Tier> tiers) {
        this(tiers, FirstFlatFee.WHEN_ENTERED);
    }

    @Override
    public CurrencyUnit currency() {
        return tiers.get(0).unitAmount().getCurrencyUnit();
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        BigDecimal quantity = input.quantity();
        if (quantity.signum() == 0 && firstFlatFee == FirstFlatFee.ALWAYS) {
            return Price.of(currency(), List.of(tiers.get(0).step(quantity)));
        }
        List<PriceStep> steps = new ArrayList<>();
        BigDecimal lower = BigDecimal.ZERO;
        for (Tier tier : tiers) {
            if (quantity.compareTo(lower) <= 0) {
                break;
            }
            BigDecimal upper = tier.upTo();
            BigDecimal top = upper == null ? quantity : upper.min(quantity);
            steps.add(tier.step(top.subtract(lower)));
            lower = top;
        }
        return Price.of(currency(), steps);
    }

    @Override
    public List<String> content() {
        return Tier.content(
                "GRADUATED", tiers, firstFlatFee == FirstFlatFee.ALWAYS ? List.of(firstFlatFee.name()) : List.of());
    }
}
