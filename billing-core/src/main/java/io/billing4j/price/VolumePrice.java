package io.billing4j.price;

import java.math.BigDecimal;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * The one tier that holds the quantity prices all of it. With up to 500,000 at 0.00012 and up to 900,000 at 0.0001,
 * 829,700 cost 829,700 × 0.0001 = 82.97. A quantity of zero is in no tier and costs nothing.
 *
 * @param tiers rising, the last one open
 */
public record VolumePrice(List<Tier> tiers) implements PriceModel {
    /** Refuses tiers out of order with INVALID_TIERS. */
    public VolumePrice {
        tiers = Tier.checked(tiers);
    }

    @Override
    public CurrencyUnit currency() {
        return tiers.get(0).unitAmount().getCurrencyUnit();
    }

    @Override
    public Price price(BigDecimal quantity) {
        if (quantity.signum() == 0) {
            return Price.of(currency(), List.of());
        }
        for (Tier tier : tiers) {
            if (tier.holds(quantity)) {
                return Price.of(currency(), List.of(tier.step(quantity)));
            }
        }
        throw new AssertionError("the last tier is open and holds " + quantity);
    }

    @Override
    public List<String> content() {
        return Tier.content("VOLUME", tiers);
    }
}
