package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;

/**
 * One price for the smallest capacity into which every group fits, such as members and projects. With 1.00 for 10 members and
 * 100 projects and 10.00 for 50 and 500, 5 members with 101 projects cost 10.00. Beyond the last tier its price holds; where
 * nothing is used, the first tier's.
 *
 * @param dimension that tells the groups apart; what lacks it is limited by no tier
 * @param tiers in the order in which they are tried
 */
public record CapacityPrice(String dimension, List<CapacityTier> tiers) implements PriceModel {
    /** Refuses no tier with INVALID_TIERS, mixed currencies with CURRENCY_MISMATCH. */
    public CapacityPrice {
        Inputs.text("dimension", dimension, 200);
        tiers = Inputs.list("tiers", tiers);
        if (tiers.isEmpty()) {
            throw ErrorCode.INVALID_TIERS.at("tiers", "at least one tier is required");
        }
        for (int i = 0; i < tiers.size(); i++) {
            Currencies.requireSame(
                    "tiers[" + i + "].amount",
                    tiers.get(0).amount().getCurrencyUnit(),
                    tiers.get(i).amount().getCurrencyUnit());
        }
    }

    @Override
    public CurrencyUnit currency() {
        return tiers.get(0).amount().getCurrencyUnit();
    }

    @Override
    public PartsNeeded partsNeeded() {
        return PartsNeeded.GROUPS;
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        Map<String, BigDecimal> quantities = new TreeMap<>();
        for (PricedPart part : input.requiredParts()) {
            String group = part.dimensions().get(dimension);
            if (group != null) {
                quantities.merge(group, part.quantity(), BigDecimal::add);
            }
        }
        CapacityTier reached = tiers.stream()
                .filter(tier -> tier.holds(quantities))
                .findFirst()
                .orElse(tiers.get(tiers.size() - 1));
        return Price.of(currency(), List.of(PriceStep.fixed(input.quantity(), reached.amount())));
    }

    @Override
    public Set<String> groupedBy() {
        return Set.of(dimension);
    }

    /** A higher tier may be cheaper. */
    @Override
    public boolean continues() {
        return false;
    }

    @Override
    public List<String> content() {
        List<String> content = new ArrayList<>(List.of("CAPACITY", dimension));
        for (CapacityTier tier : tiers) {
            content.add(tier.amount().toString());
            content.add(Integer.toString(tier.most().size()));
            tier.most().forEach((group, limit) -> {
                content.add(group);
                content.add(limit.toPlainString());
            });
        }
        return content;
    }
}
