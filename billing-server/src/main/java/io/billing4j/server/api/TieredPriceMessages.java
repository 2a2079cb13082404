package io.billing4j.server.api;

import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.Price;
import io.billing4j.price.BlockPolicy;
import io.billing4j.price.BlockPrice;
import io.billing4j.price.BlockTier;
import io.billing4j.price.CapacityPrice;
import io.billing4j.price.CapacityTier;
import io.billing4j.price.FirstFlatFee;
import io.billing4j.price.GraduatedPercentagePrice;
import io.billing4j.price.GraduatedPrice;
import io.billing4j.price.PercentageTier;
import io.billing4j.price.PriceBand;
import io.billing4j.price.PriceModel;
import io.billing4j.price.StairstepPrice;
import io.billing4j.price.Tier;
import io.billing4j.price.TierBound;
import io.billing4j.price.VolumePrice;
import io.billing4j.server.transport.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Price models that are cut into tiers as messages. */
record TieredPriceMessages(PriceAmounts amounts) {
    PriceModel graduated(io.billing4j.grpc.v1.GraduatedPrice price) {
        return PriceModel.graduated(tiers(price.getTiersList()), firstFlatFee(price.getFirstFlatFee()));
    }

    PriceModel volume(io.billing4j.grpc.v1.VolumePrice price) {
        return PriceModel.volume(
                tiers(price.getTiersList()), bound(price.getBound()), firstFlatFee(price.getFirstFlatFee()));
    }

    PriceModel stairstep(io.billing4j.grpc.v1.StairstepPrice price) {
        return new StairstepPrice(
                Reading.each(
                        "bands",
                        price.getBandsList(),
                        band -> new PriceBand(
                                upTo(band.hasUpTo(), band.getUpTo()), amounts.required("amount", band.getAmount()))),
                bound(price.getBound()));
    }

    PriceModel graduatedPercentage(io.billing4j.grpc.v1.GraduatedPercentagePrice price) {
        return new GraduatedPercentagePrice(
                Reading.each(
                        "tiers",
                        price.getTiersList(),
                        tier -> new PercentageTier(
                                upTo(tier.hasUpTo(), tier.getUpTo()),
                                Values.decimal("ratePercent", tier.getRatePercent()),
                                amounts.orZero("flatAmount", tier.hasFlatAmount(), tier.getFlatAmount()))),
                firstFlatFee(price.getFirstFlatFee()));
    }

    PriceModel blocks(io.billing4j.grpc.v1.BlockPrice price) {
        return PriceModel.blocks(
                Reading.choice("policy", price.getPolicy(), BlockPolicy.class, BlockPolicy.ALL_TIERS),
                Reading.each(
                        "tiers",
                        price.getTiersList(),
                        tier -> new BlockTier(
                                Values.decimal("size", tier.getSize()),
                                tier.hasMaxBlocks() ? tier.getMaxBlocks() : null,
                                amounts.required("blockAmount", tier.getBlockAmount()))));
    }

    PriceModel capacity(io.billing4j.grpc.v1.CapacityPrice price) {
        return PriceModel.capacity(
                price.getDimension(),
                Reading.each(
                        "tiers",
                        price.getTiersList(),
                        tier -> new CapacityTier(
                                limits(tier.getMostMap()), amounts.required("amount", tier.getAmount()))));
    }

    /** Writes a model of this kind into the message. */
    static void write(PriceModel model, Price.Builder price) {
        if (model instanceof GraduatedPrice graduated) {
            price.getGraduatedBuilder()
                    .addAllTiers(written(graduated.tiers()))
                    .setFirstFlatFee(written(graduated.firstFlatFee()));
        } else if (model instanceof VolumePrice volume) {
            price.getVolumeBuilder()
                    .addAllTiers(written(volume.tiers()))
                    .setFirstFlatFee(written(volume.firstFlatFee()))
                    .setBound(written(volume.bound()));
        } else if (model instanceof StairstepPrice stairstep) {
            write(stairstep, price.getStairstepBuilder());
        } else if (model instanceof GraduatedPercentagePrice percentage) {
            write(percentage, price.getGraduatedPercentageBuilder());
        } else if (model instanceof BlockPrice blocks) {
            write(blocks, price.getBlocksBuilder());
        } else if (model instanceof CapacityPrice capacity) {
            write(capacity, price.getCapacityBuilder());
        } else {
            throw new IllegalStateException("no message for " + model);
        }
    }

    private List<Tier> tiers(List<io.billing4j.grpc.v1.Tier> tiers) {
        return Reading.each(
                "tiers",
                tiers,
                tier -> new Tier(
                        upTo(tier.hasUpTo(), tier.getUpTo()),
                        amounts.required("unitAmount", tier.getUnitAmount()),
                        amounts.orZero("flatAmount", tier.hasFlatAmount(), tier.getFlatAmount()),
                        amounts.orNull("maximum", tier.hasMaximum(), tier.getMaximum())));
    }

    private static List<io.billing4j.grpc.v1.Tier> written(List<Tier> tiers) {
        return tiers.stream()
                .map(tier -> {
                    io.billing4j.grpc.v1.Tier.Builder message = io.billing4j.grpc.v1.Tier.newBuilder()
                            .setUnitAmount(Writing.decimal(tier.unitAmount()))
                            .setFlatAmount(Writing.decimal(tier.flatAmount()));
                    if (tier.upTo() != null) {
                        message.setUpTo(Writing.decimal(tier.upTo()));
                    }
                    if (tier.maximum() != null) {
                        message.setMaximum(Writing.decimal(tier.maximum()));
                    }
                    return message.build();
                })
                .toList();
    }

    private static void write(StairstepPrice price, io.billing4j.grpc.v1.StairstepPrice.Builder message) {
        message.setBound(written(price.bound()));
        for (PriceBand band : price.bands()) {
            io.billing4j.grpc.v1.StairstepPrice.Band.Builder one =
                    message.addBandsBuilder().setAmount(Writing.decimal(band.amount()));
            if (band.upTo() != null) {
                one.setUpTo(Writing.decimal(band.upTo()));
            }
        }
    }

    private static void write(
            GraduatedPercentagePrice price, io.billing4j.grpc.v1.GraduatedPercentagePrice.Builder message) {
        message.setFirstFlatFee(written(price.firstFlatFee()));
        for (PercentageTier tier : price.tiers()) {
            io.billing4j.grpc.v1.GraduatedPercentagePrice.RateTier.Builder one = message.addTiersBuilder()
                    .setRatePercent(Writing.decimal(tier.ratePercent()))
                    .setFlatAmount(Writing.decimal(tier.flatAmount()));
            if (tier.upTo() != null) {
                one.setUpTo(Writing.decimal(tier.upTo()));
            }
        }
    }

    private static void write(BlockPrice price, io.billing4j.grpc.v1.BlockPrice.Builder message) {
        message.setPolicy(
                io.billing4j.grpc.v1.BlockPrice.Policy.valueOf(price.policy().name()));
        for (BlockTier tier : price.tiers()) {
            io.billing4j.grpc.v1.BlockPrice.BlockTier.Builder one = message.addTiersBuilder()
                    .setSize(Writing.decimal(tier.size()))
                    .setBlockAmount(Writing.decimal(tier.blockAmount()));
            if (tier.maxBlocks() != null) {
                one.setMaxBlocks(tier.maxBlocks());
            }
        }
    }

    private static void write(CapacityPrice price, io.billing4j.grpc.v1.CapacityPrice.Builder message) {
        message.setDimension(price.dimension());
        for (CapacityTier tier : price.tiers()) {
            io.billing4j.grpc.v1.CapacityPrice.CapacityTier.Builder one =
                    message.addTiersBuilder().setAmount(Writing.decimal(tier.amount()));
            tier.most().forEach((group, limit) -> one.putMost(group, Writing.decimal(limit)));
        }
    }

    private static Map<String, BigDecimal> limits(Map<String, String> most) {
        Map<String, BigDecimal> limits = new TreeMap<>();
        // The group is checked first, since the path of its limit's refusal holds it.
        most.forEach((group, limit) ->
                limits.put(Inputs.text("most", group, 200), Values.decimal("most[" + group + "]", limit)));
        return limits;
    }

    private static @Nullable BigDecimal upTo(boolean given, String text) {
        return given ? Values.decimal("upTo", text) : null;
    }

    private static FirstFlatFee firstFlatFee(io.billing4j.grpc.v1.Tier.FirstFlatFee given) {
        return Reading.choice("firstFlatFee", given, FirstFlatFee.class, FirstFlatFee.WHEN_ENTERED);
    }

    private static io.billing4j.grpc.v1.Tier.FirstFlatFee written(FirstFlatFee policy) {
        return io.billing4j.grpc.v1.Tier.FirstFlatFee.valueOf(policy.name());
    }

    private static TierBound bound(io.billing4j.grpc.v1.Tier.Bound given) {
        return Reading.choice("bound", given, TierBound.class, TierBound.UPPER_INCLUSIVE);
    }

    private static io.billing4j.grpc.v1.Tier.Bound written(TierBound policy) {
        return io.billing4j.grpc.v1.Tier.Bound.valueOf(policy.name());
    }
}
