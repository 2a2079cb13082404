package io.billing4j.server.api;

import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.Rounding;
import io.billing4j.price.Commitment;
import io.billing4j.price.LineConversion;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.QuantityConversion;
import io.billing4j.server.transport.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** What goes around prices as messages, whose amounts are in the currency of the plan. */
final class TermsMessages {
    private TermsMessages() {}

    /** The terms; refusals name fields from the message on, such as {@code commitment.amount}. */
    static PriceTerms read(io.billing4j.grpc.v1.PriceTerms terms, CurrencyUnit currency) {
        PriceAmounts amounts = new PriceAmounts(currency);
        return new PriceTerms(
                terms.hasConversion() ? Inputs.within("conversion", () -> conversion(terms.getConversion())) : null,
                decimal("includedUnits", terms.hasIncludedUnits(), terms.getIncludedUnits(), BigDecimal.ZERO),
                decimal("discountPercent", terms.hasDiscountPercent(), terms.getDiscountPercent(), BigDecimal.ZERO),
                terms.hasCommitment()
                        ? Inputs.within("commitment", () -> commitment(terms.getCommitment(), amounts))
                        : null,
                amounts.orNull("maximum", terms.hasMaximum(), terms.getMaximum()));
    }

    static io.billing4j.grpc.v1.PriceTerms of(PriceTerms terms) {
        io.billing4j.grpc.v1.PriceTerms.Builder message = io.billing4j.grpc.v1.PriceTerms.newBuilder()
                .setIncludedUnits(Writing.decimal(terms.includedUnits()))
                .setDiscountPercent(Writing.decimal(terms.discountPercent()));
        addConversion(message, terms.conversion());
        Commitment commitment = terms.commitment();
        if (commitment != null) {
            message.getCommitmentBuilder()
                    .setAmount(Writing.decimal(commitment.amount()))
                    .setOverageFactor(Writing.decimal(commitment.overageFactor()))
                    .setTrueUp(commitment.trueUp());
        }
        if (terms.maximum() != null) {
            message.setMaximum(Writing.decimal(terms.maximum()));
        }
        return message.build();
    }

    private static void addConversion(
            io.billing4j.grpc.v1.PriceTerms.Builder message, @Nullable QuantityConversion conversion) {
        if (conversion == null) {
            return;
        }
        message.getConversionBuilder()
                .setDivisor(Writing.decimal(conversion.divisor()))
                .setLines(io.billing4j.grpc.v1.QuantityConversion.Lines.valueOf(
                        conversion.lines().name()));
        if (conversion.mode() != RoundingMode.UNNECESSARY) {
            message.getConversionBuilder()
                    .setRounding(Rounding.Mode.valueOf(conversion.mode().name()));
        }
    }

    private static QuantityConversion conversion(io.billing4j.grpc.v1.QuantityConversion conversion) {
        return new QuantityConversion(
                Values.decimal("divisor", conversion.getDivisor()),
                Reading.choice("rounding", conversion.getRounding(), RoundingMode.class, RoundingMode.UNNECESSARY),
                Reading.choice("lines", conversion.getLines(), LineConversion.class, LineConversion.CUMULATIVE));
    }

    private static Commitment commitment(io.billing4j.grpc.v1.Commitment commitment, PriceAmounts amounts) {
        return new Commitment(
                amounts.required("amount", commitment.getAmount()),
                decimal("overageFactor", commitment.hasOverageFactor(), commitment.getOverageFactor(), BigDecimal.ONE),
                !commitment.hasTrueUp() || commitment.getTrueUp());
    }

    private static BigDecimal decimal(String field, boolean given, String text, BigDecimal otherwise) {
        return given ? Values.decimal(field, text) : otherwise;
    }
}
