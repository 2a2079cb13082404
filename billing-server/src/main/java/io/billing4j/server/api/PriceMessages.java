package io.billing4j.server.api;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import io.billing4j.price.FlatPrice;
import io.billing4j.price.GraduatedPrice;
import io.billing4j.price.PackagePrice;
import io.billing4j.price.PerUnitPrice;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.price.VolumePrice;
import io.billing4j.server.v1.Price;
import io.billing4j.server.v1.TieredPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** Price models as messages, whose decimals are in the currency of the plan. */
final class PriceMessages {
    private PriceMessages() {}

    /** The price model; refusals name fields from the message on, such as {@code graduated.tiers[0].upTo}. */
    static PriceModel read(Price price, CurrencyUnit currency) {
        return switch (price.getModelCase()) {
            case FLAT ->
                Inputs.within(
                        "flat",
                        () -> PriceModel.flat(amount("amount", price.getFlat().getAmount(), currency)));
            case PER_UNIT ->
                Inputs.within(
                        "perUnit",
                        () -> PriceModel.perUnit(
                                amount("unitAmount", price.getPerUnit().getUnitAmount(), currency)));
            case GRADUATED ->
                Inputs.within("graduated", () -> PriceModel.graduated(tiers(price.getGraduated(), currency)));
            case VOLUME -> Inputs.within("volume", () -> PriceModel.volume(tiers(price.getVolume(), currency)));
            case PACKAGE -> Inputs.within("package", () -> packaged(price.getPackage(), currency));
            case MODEL_NOT_SET ->
                throw ErrorCode.MISSING_FIELD.because("one of flat, perUnit, graduated, volume, package is required");
        };
    }

    static Price of(PriceModel model) {
        Price.Builder price = Price.newBuilder();
        if (model instanceof FlatPrice flat) {
            price.getFlatBuilder().setAmount(Writing.decimal(flat.amount()));
        } else if (model instanceof PerUnitPrice perUnit) {
            price.getPerUnitBuilder().setUnitAmount(Writing.decimal(perUnit.unitAmount()));
        } else if (model instanceof GraduatedPrice graduated) {
            price.setGraduated(tiered(graduated.tiers()));
        } else if (model instanceof VolumePrice volume) {
            price.setVolume(tiered(volume.tiers()));
        } else if (model instanceof PackagePrice packaged) {
            price.getPackageBuilder()
                    .setSize(Writing.decimal(packaged.size()))
                    .setPackageAmount(Writing.decimal(packaged.packageAmount()))
                    .setFreeUnits(Writing.decimal(packaged.freeUnits()));
        } else {
            throw new IllegalStateException("no message for " + model);
        }
        return price.build();
    }

    private static PriceModel packaged(io.billing4j.server.v1.PackagePrice price, CurrencyUnit currency) {
        return PriceModel.packaged(
                Reading.decimal("size", price.getSize()),
                amount("packageAmount", price.getPackageAmount(), currency),
                price.hasFreeUnits() ? Reading.decimal("freeUnits", price.getFreeUnits()) : BigDecimal.ZERO);
    }

    private static List<Tier> tiers(TieredPrice price, CurrencyUnit currency) {
        List<Tier> tiers = new ArrayList<>();
        for (int i = 0; i < price.getTiersCount(); i++) {
            io.billing4j.server.v1.Tier tier = price.getTiers(i);
            tiers.add(Inputs.within("tiers[" + i + "]", () -> tier(tier, currency)));
        }
        return tiers;
    }

    private static Tier tier(io.billing4j.server.v1.Tier tier, CurrencyUnit currency) {
        return new Tier(
                tier.hasUpTo() ? Reading.decimal("upTo", tier.getUpTo()) : null,
                amount("unitAmount", tier.getUnitAmount(), currency),
                tier.hasFlatAmount() ? amount("flatAmount", tier.getFlatAmount(), currency) : BigMoney.zero(currency));
    }

    private static TieredPrice tiered(List<Tier> tiers) {
        TieredPrice.Builder price = TieredPrice.newBuilder();
        for (Tier tier : tiers) {
            io.billing4j.server.v1.Tier.Builder one = price.addTiersBuilder()
                    .setUnitAmount(Writing.decimal(tier.unitAmount()))
                    .setFlatAmount(Writing.decimal(tier.flatAmount()));
            if (tier.upTo() != null) {
                one.setUpTo(Writing.decimal(tier.upTo()));
            }
        }
        return price.build();
    }

    private static BigMoney amount(String field, String text, CurrencyUnit currency) {
        return Currencies.unitPrice(field, currency, Reading.decimal(field, text));
    }
}
