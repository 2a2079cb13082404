package io.billing4j.server.api;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.Price;
import io.billing4j.price.BucketedPrice;
import io.billing4j.price.CustomPrice;
import io.billing4j.price.DynamicPrice;
import io.billing4j.price.FlatPrice;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.MatrixPrice;
import io.billing4j.price.PackagePrice;
import io.billing4j.price.PackageRounding;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PerUnitPrice;
import io.billing4j.price.PercentagePrice;
import io.billing4j.price.PriceModel;
import io.billing4j.price.SpendPrice;
import io.billing4j.server.transport.Values;
import java.math.BigDecimal;
import java.util.function.Supplier;
import org.joda.money.CurrencyUnit;

/** Price models as messages, whose decimals are in the currency of the plan. */
final class PriceMessages {
    private final PriceAmounts amounts;
    private final TieredPriceMessages tiered;

    private PriceMessages(CurrencyUnit currency) {
        amounts = new PriceAmounts(currency);
        tiered = new TieredPriceMessages(amounts);
    }

    /** The price model; refusals name fields from the message on, such as {@code graduated.tiers[0].upTo}. */
    static PriceModel read(Price price, CurrencyUnit currency) {
        return new PriceMessages(currency).read(price);
    }

    private PriceModel read(Price price) {
        Supplier<PriceModel> model = switch (price.getModelCase()) {
            case FLAT ->
                () -> PriceModel.flat(amounts.required("amount", price.getFlat().getAmount()));
            case PER_UNIT ->
                () -> PriceModel.perUnit(
                        amounts.required("unitAmount", price.getPerUnit().getUnitAmount()));
            case GRADUATED -> () -> tiered.graduated(price.getGraduated());
            case VOLUME -> () -> tiered.volume(price.getVolume());
            case PACKAGE -> () -> packaged(price.getPackage());
            case STAIRSTEP -> () -> tiered.stairstep(price.getStairstep());
            case PERCENTAGE -> () -> percentage(price.getPercentage());
            case GRADUATED_PERCENTAGE -> () -> tiered.graduatedPercentage(price.getGraduatedPercentage());
            case DYNAMIC ->
                () -> PriceModel.dynamic(
                        amounts.currency(),
                        Values.decimal("multiplier", price.getDynamic().getMultiplier()));
            case MATRIX -> () -> matrix(price.getMatrix());
            case BUCKETED ->
                () -> PriceModel.bucketed(inner("inner", price.getBucketed().getInner()));
            case BLOCKS -> () -> tiered.blocks(price.getBlocks());
            case CAPACITY -> () -> tiered.capacity(price.getCapacity());
            case CUSTOM -> () -> custom(price.getCustom());
            case SPEND -> () -> PriceModel.spend(amounts.currency());
            case MODEL_NOT_SET ->
                throw ErrorCode.MISSING_FIELD.because(
                        "a price model such as {\"flat\": {\"amount\": \"20.00\"}} is required");
        };
        return Inputs.within(
                Price.getDescriptor()
                        .findFieldByNumber(price.getModelCase().getNumber())
                        .getJsonName(),
                model);
    }

    static Price of(PriceModel model) {
        Price.Builder price = Price.newBuilder();
        if (model instanceof FlatPrice flat) {
            price.getFlatBuilder().setAmount(Writing.decimal(flat.amount()));
        } else if (model instanceof PerUnitPrice perUnit) {
            price.getPerUnitBuilder().setUnitAmount(Writing.decimal(perUnit.unitAmount()));
        } else if (model instanceof PackagePrice packaged) {
            price.getPackageBuilder()
                    .setSize(Writing.decimal(packaged.size()))
                    .setPackageAmount(Writing.decimal(packaged.packageAmount()))
                    .setFreeUnits(Writing.decimal(packaged.freeUnits()))
                    .setRounding(io.billing4j.grpc.v1.PackagePrice.PartialPackage.valueOf(
                            packaged.rounding().name()));
        } else if (model instanceof PercentagePrice percentage) {
            write(percentage, price.getPercentageBuilder());
        } else if (model instanceof DynamicPrice dynamic) {
            price.getDynamicBuilder().setMultiplier(Writing.decimal(dynamic.multiplier()));
        } else if (model instanceof MatrixPrice matrix) {
            write(matrix, price.getMatrixBuilder());
        } else if (model instanceof BucketedPrice bucketed) {
            price.getBucketedBuilder().setInner(of(bucketed.inner()));
        } else if (model instanceof SpendPrice) {
            price.getSpendBuilder();
        } else if (model instanceof CustomPrice custom) {
            price.getCustomBuilder()
                    .setName(custom.name())
                    .setVersion(custom.version())
                    .putAllParameters(custom.parameters())
                    .setPartsNeeded(io.billing4j.grpc.v1.CustomPrice.Parts.valueOf(
                            custom.partsNeeded().name()));
        } else {
            TieredPriceMessages.write(model, price);
        }
        return price.build();
    }

    private PriceModel packaged(io.billing4j.grpc.v1.PackagePrice price) {
        return PriceModel.packaged(
                Values.decimal("size", price.getSize()),
                amounts.required("packageAmount", price.getPackageAmount()),
                price.hasFreeUnits() ? Values.decimal("freeUnits", price.getFreeUnits()) : BigDecimal.ZERO,
                Reading.choice("rounding", price.getRounding(), PackageRounding.class, PackageRounding.UP));
    }

    private PriceModel percentage(io.billing4j.grpc.v1.PercentagePrice price) {
        return new PercentagePrice(
                Values.decimal("ratePercent", price.getRatePercent()),
                price.getFreeEvents(),
                amounts.orZero("freeAmount", price.hasFreeAmount(), price.getFreeAmount()),
                amounts.orZero("fixedPerEvent", price.hasFixedPerEvent(), price.getFixedPerEvent()),
                amounts.orNull("minimumPerEvent", price.hasMinimumPerEvent(), price.getMinimumPerEvent()),
                amounts.orNull("maximumPerEvent", price.hasMaximumPerEvent(), price.getMaximumPerEvent()));
    }

    private static void write(PercentagePrice price, io.billing4j.grpc.v1.PercentagePrice.Builder message) {
        message.setRatePercent(Writing.decimal(price.ratePercent()))
                .setFreeEvents(price.freeEvents())
                .setFreeAmount(Writing.decimal(price.freeAmount()))
                .setFixedPerEvent(Writing.decimal(price.fixedPerEvent()));
        if (price.minimumPerEvent() != null) {
            message.setMinimumPerEvent(Writing.decimal(price.minimumPerEvent()));
        }
        if (price.maximumPerEvent() != null) {
            message.setMaximumPerEvent(Writing.decimal(price.maximumPerEvent()));
        }
    }

    private PriceModel matrix(io.billing4j.grpc.v1.MatrixPrice price) {
        return PriceModel.matrix(
                price.getDimensionsList(),
                Reading.each(
                        "cells",
                        price.getCellsList(),
                        cell -> new MatrixCell(cell.getValuesList(), inner("price", cell.getPrice()))),
                inner("otherwise", price.getOtherwise()));
    }

    private static void write(MatrixPrice price, io.billing4j.grpc.v1.MatrixPrice.Builder message) {
        message.addAllDimensions(price.dimensions()).setOtherwise(of(price.otherwise()));
        price.cells()
                .forEach(cell ->
                        message.addCellsBuilder().addAllValues(cell.values()).setPrice(of(cell.price())));
    }

    private PriceModel inner(String field, Price price) {
        return Inputs.within(field, () -> read(price));
    }

    private PriceModel custom(io.billing4j.grpc.v1.CustomPrice price) {
        return new CustomPrice(
                price.getName(),
                price.getVersion(),
                amounts.currency(),
                price.getParametersMap(),
                Reading.choice("partsNeeded", price.getPartsNeeded(), PartsNeeded.class, PartsNeeded.NONE));
    }
}
