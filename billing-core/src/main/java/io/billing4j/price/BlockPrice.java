package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * Whole blocks in tiers, each tier with blocks of its own size and number. With 10 blocks of 100 at 1.00, then blocks of
 * 1,000 at 1.00, 5,325 units are 10 + 5 blocks and cost 15.00; where the top tier prices all, they are 6 blocks.
 *
 * @param tiers one after the other, the last one open
 */
public record BlockPrice(BlockPolicy policy, List<BlockTier> tiers) implements PriceModel {
    /** Refuses tiers of which not exactly the last is open with INVALID_TIERS, mixed currencies with CURRENCY_MISMATCH. */
    public BlockPrice {
        Inputs.required("policy", policy);
        tiers = Inputs.list("tiers", tiers);
        if (tiers.isEmpty()) {
            throw ErrorCode.INVALID_TIERS.at("tiers", "at least one tier is required");
        }
        for (int i = 0; i < tiers.size(); i++) {
            String field = "tiers[" + i + "]";
            if ((i == tiers.size() - 1) != (tiers.get(i).maxBlocks() == null)) {
                throw ErrorCode.INVALID_TIERS.at(field + ".maxBlocks", "the last tier is open, all others are bounded");
            }
            Currencies.requireSame(
                    field + ".blockAmount",
                    tiers.get(0).blockAmount().getCurrencyUnit(),
                    tiers.get(i).blockAmount().getCurrencyUnit());
        }
    }

    @Override
    public CurrencyUnit currency() {
        return tiers.get(0).blockAmount().getCurrencyUnit();
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        List<PriceStep> steps = new ArrayList<>();
        BigDecimal rest = input.quantity();
        for (BlockTier tier : tiers) {
            BigDecimal units = tier.units();
            boolean reached = units == null || rest.compareTo(units) <= 0;
            if (policy == BlockPolicy.ALL_TIERS && rest.signum() > 0) {
                steps.add(step(tier, reached || units == null ? rest : units));
            }
            if (policy == BlockPolicy.TOP_TIER && reached && input.quantity().signum() > 0) {
                steps.add(step(tier, input.quantity()));
            }
            if (reached || units == null) {
                break;
            }
            rest = rest.subtract(units);
        }
        return Price.of(currency(), steps);
    }

    private static PriceStep step(BlockTier tier, BigDecimal units) {
        return PriceStep.of(units.divide(tier.size(), 0, RoundingMode.CEILING), tier.blockAmount());
    }

    /** Where the top tier prices all, one unit more may come into a cheaper one. */
    @Override
    public boolean continues() {
        return policy == BlockPolicy.ALL_TIERS;
    }

    @Override
    public List<String> content() {
        List<String> content = new ArrayList<>(List.of("BLOCKS", policy.name()));
        for (BlockTier tier : tiers) {
            content.add(tier.size().toPlainString());
            content.add(tier.maxBlocks() == null ? "" : tier.maxBlocks().toString());
            content.add(tier.blockAmount().toString());
        }
        return content;
    }
}
