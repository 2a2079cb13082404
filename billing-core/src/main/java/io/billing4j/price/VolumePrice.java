package io.billing4j.price;

import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * The one tier that holds the quantity prices all of it. With up to 500,000 at 0.00012 and up to 900,000 at 0.0001,
 * 829,700 cost 829,700 × 0.0001 = 82.97. A quantity of zero is in no tier and costs nothing, unless the first flat fee is always
 * due.
 *
 * @param tiers rising, the last one open
 * @param bound which tier holds a quantity that is exactly a tier's bound
 * @param firstFlatFee whether the first tier's flat fee is due for a quantity of zero as well
 */
public record VolumePrice(List<Tier> tiers, TierBound bound, FirstFlatFee firstFlatFee) implements PriceModel {
    /** Refuses tiers out of order with INVALID_TIERS. */
    public VolumePrice {
        Inputs.required("bound", bound);
        Inputs.required("firstFlatFee", firstFlatFee);
        tiers = Tier.checked(tiers);
    }

    /** A bound belongs to the tier that it ends, and nothing is due for a quantity of zero. */
    public VolumePrice(List<Tier> tiers) {
        this(tiers, TierBound.UPPER_INCLUSIVE, FirstFlatFee.WHEN_ENTERED);
    }

    @Override
    public CurrencyUnit currency() {
        return tiers.get(0).unitAmount().getCurrencyUnit();
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        BigDecimal quantity = input.quantity();
        if (quantity.signum() == 0) {
            boolean due = firstFlatFee == FirstFlatFee.ALWAYS;
            return Price.of(currency(), due ? List.of(tiers.get(0).step(quantity)) : List.of());
        }
        for (Tier tier : tiers) {
            if (tier.upTo() == null || bound.within(quantity, tier.upTo())) {
                return Price.of(currency(), List.of(tier.step(quantity)));
            }
        }
        throw new AssertionError("the last tier is open and holds " + quantity);
    }

    @Override
    public List<String> content() {
        List<String> unusual = new ArrayList<>();
        if (bound == TierBound.LOWER_INCLUSIVE) {
            unusual.add(bound.name());
        }
        if (firstFlatFee == FirstFlatFee.ALWAYS) {
            unusual.add(firstFlatFee.name());
        }
        return Tier.content("VOLUME", tiers, unusual);
    }

    /** One unit more may come into a cheaper tier, and all of it costs less. */
    @Override
    public boolean continues() {
        return false;
    }
}
