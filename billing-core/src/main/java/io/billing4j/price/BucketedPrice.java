package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.joda.money.CurrencyUnit;

/**
 * Prices each group, or each group's share of a window of time, alone and adds up: with packages of 100 at 5.00, hours with
 * 50, 150, 200 and 99 units are 1 + 2 + 2 + 1 packages and cost 30.00. The meter says what the groups and windows are.
 *
 * <p>A part in which more was taken back than was used is priced as zero.
 *
 * @param inner prices each part; not by events
 */
public record BucketedPrice(PriceModel inner) implements PriceModel {
    /** Refuses an inner model that looks at events, or is too deep, with INVALID_PRICE. */
    public BucketedPrice {
        Inputs.required("inner", inner);
        Nested.check("inner", inner.currency(), inner);
        if (inner.partsNeeded() == PartsNeeded.EVENTS) {
            throw ErrorCode.INVALID_PRICE.at("inner", "a group is priced by its quantity, not by its events");
        }
    }

    @Override
    public CurrencyUnit currency() {
        return inner.currency();
    }

    @Override
    public PartsNeeded partsNeeded() {
        return PartsNeeded.GROUPS;
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        List<PriceStep> steps = new ArrayList<>();
        for (PricedPart part : input.requiredParts()) {
            steps.addAll(Nested.steps(inner, PriceInput.ofGroups(List.of(part)), customs));
        }
        return Price.of(currency(), steps);
    }

    @Override
    public Set<String> groupedBy() {
        return inner.groupedBy();
    }

    @Override
    public List<CustomPrice> customModels() {
        return inner.customModels();
    }

    /** A part that goes on after it was billed would be a second part. */
    @Override
    public boolean continues() {
        return false;
    }

    @Override
    public List<String> content() {
        List<String> content = new ArrayList<>(List.of("BUCKETED"));
        Nested.content(content, inner);
        return content;
    }
}
