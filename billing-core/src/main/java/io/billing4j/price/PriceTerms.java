package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What goes around a price model, in this order: the quantity is converted, included units are taken off, the model prices
 * the rest, the discount is taken off, what is beyond the commitment is multiplied, the maximum cuts, and what is missing to
 * the commitment is asked for on top.
 *
 * @param conversion from metered to sold units, or null for none
 * @param includedUnits sold units that cost nothing, zero or more
 * @param discountPercent 0 to 100
 * @param commitment or null for none
 * @param maximum what a whole window costs at most, zero or more; null for no bound
 */
public record PriceTerms(
        @Nullable QuantityConversion conversion,
        BigDecimal includedUnits,
        BigDecimal discountPercent,
        @Nullable Commitment commitment,
        @Nullable BigMoney maximum) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Nothing goes around the model. */
    public static final PriceTerms NONE = new PriceTerms(null, BigDecimal.ZERO, BigDecimal.ZERO, null, null);

    /**
     * Refuses numbers out of range with INVALID_NUMBER, two currencies with CURRENCY_MISMATCH, and a commitment above the
     * maximum with INVALID_TERMS.
     */
    public PriceTerms {
        includedUnits = Inputs.decimal("includedUnits", includedUnits);
        discountPercent = Inputs.decimal("discountPercent", discountPercent);
        if (includedUnits.signum() < 0) {
            throw ErrorCode.INVALID_NUMBER.at(
                    "includedUnits", "included units are not negative, found " + includedUnits);
        }
        if (discountPercent.signum() < 0 || discountPercent.compareTo(HUNDRED) > 0) {
            throw ErrorCode.INVALID_NUMBER.at("discountPercent", "expected 0 to 100 but found " + discountPercent);
        }
        if (maximum != null) {
            maximum = Currencies.canonical("maximum", maximum);
            if (maximum.isNegative()) {
                throw ErrorCode.INVALID_NUMBER.at("maximum", "a maximum is not negative, found " + maximum);
            }
            if (commitment != null) {
                Currencies.requireSame("maximum", commitment.amount().getCurrencyUnit(), maximum.getCurrencyUnit());
                if (commitment.amount().isGreaterThan(maximum)) {
                    throw ErrorCode.INVALID_TERMS.at(
                            "maximum",
                            "a maximum of " + maximum + " is below the commitment of " + commitment.amount());
                }
            }
        }
    }

    /** The same with metered units turned into sold ones. */
    public PriceTerms withConversion(QuantityConversion units) {
        return new PriceTerms(
                Inputs.required("conversion", units), includedUnits, discountPercent, commitment, maximum);
    }

    /** The same with so many units that cost nothing. */
    public PriceTerms withIncludedUnits(BigDecimal units) {
        return new PriceTerms(conversion, units, discountPercent, commitment, maximum);
    }

    /** The same with this discount. */
    public PriceTerms withDiscountPercent(BigDecimal percent) {
        return new PriceTerms(conversion, includedUnits, percent, commitment, maximum);
    }

    /** The same with this commitment. */
    public PriceTerms withCommitment(Commitment promised) {
        return new PriceTerms(
                conversion, includedUnits, discountPercent, Inputs.required("commitment", promised), maximum);
    }

    /** The same with what is missing to this amount asked for. */
    public PriceTerms withMinimum(BigMoney amount) {
        return withCommitment(Commitment.minimum(amount));
    }

    /** The same with this maximum. */
    public PriceTerms withMaximum(BigMoney amount) {
        return new PriceTerms(
                conversion, includedUnits, discountPercent, commitment, Inputs.required("maximum", amount));
    }

    /** Whether nothing goes around the model. */
    public boolean isNone() {
        return equals(NONE);
    }

    /**
     * Refuses with INVALID_TERMS terms that change the quantity of a model that has no use for one or that looks at its
     * parts, terms of a whole plan that are neither a commitment nor a maximum, and with CURRENCY_MISMATCH amounts in another currency
     * than the model's.
     */
    public void requireFit(PriceModel model) {
        if (model instanceof SpendPrice) {
            requireOfPlan();
        }
        if (!model.usesQuantity()) {
            if (conversion != null) {
                throw ErrorCode.INVALID_TERMS.at("terms.conversion", "the price has no quantity to convert");
            }
            if (includedUnits.signum() != 0) {
                throw ErrorCode.INVALID_TERMS.at(
                        "terms.includedUnits", "the price has no quantity to take included units off");
            }
        }
        if (model.partsNeeded() != PartsNeeded.NONE) {
            if (conversion != null) {
                throw ErrorCode.INVALID_TERMS.at(
                        "terms.conversion", "a price that looks at the parts of a quantity has its own units");
            }
            if (includedUnits.signum() != 0) {
                throw ErrorCode.INVALID_TERMS.at(
                        "terms.includedUnits", "nobody could say which parts of the quantity are the included ones");
            }
        }
        if (commitment != null) {
            Currencies.requireSame(
                    "terms.commitment.amount",
                    model.currency(),
                    commitment.amount().getCurrencyUnit());
        }
        if (maximum != null) {
            Currencies.requireSame("terms.maximum", model.currency(), maximum.getCurrencyUnit());
        }
    }

    private void requireOfPlan() {
        if (discountPercent.signum() != 0) {
            throw ErrorCode.INVALID_TERMS.at(
                    "terms.discountPercent", "a plan has no discount of its own: its charges have, or a coupon");
        }
        if (commitment == null && maximum == null) {
            throw ErrorCode.INVALID_TERMS.at("terms", "expected a commitment or a maximum of the whole plan");
        }
    }

    /** What the model makes of the quantity once it is converted and the included units are off. */
    public Price price(PriceModel model, PriceInput input, CustomPrices customs) {
        return price(model, BigDecimal.ZERO, input, customs);
    }

    private Price price(PriceModel model, BigDecimal before, PriceInput soFar, CustomPrices customs) {
        if (conversion == null && includedUnits.signum() == 0) {
            return model.price(soFar, customs);
        }
        BigDecimal sold = conversion == null ? soFar.quantity() : conversion.convert(before, soFar.quantity());
        return model.price(PriceInput.of(sold.subtract(includedUnits).max(BigDecimal.ZERO)), customs);
    }

    /**
     * What a price of usage comes to, where the service is {@code passed} of {@code whole}, for instance 15 of 30 days: fixed
     * amounts, the commitment and the maximum count for that share, what depends on the quantity counts whole.
     *
     * @param passed zero up to {@code whole}
     * @param whole above zero
     * @param last whether this is the last line of the window: only it asks for what is missing to a commitment
     */
    public SettledPrice settle(Price price, BigDecimal passed, BigDecimal whole, boolean last) {
        return settle(price.shared(passed, whole), passed, whole, last);
    }

    /** What the price of a fee comes to, of which all counts for the share that {@code passed} is of {@code whole}. */
    public SettledPrice settleFee(Price price, BigDecimal passed, BigDecimal whole, boolean last) {
        return settle(price.amount().getAmount().multiply(passed), passed, whole, last);
    }

    private SettledPrice settle(BigDecimal gross, BigDecimal passed, BigDecimal whole, boolean last) {
        BigDecimal charge = gross;
        if (discountPercent.signum() != 0) {
            charge = charge.multiply(HUNDRED.subtract(discountPercent)).movePointLeft(2);
        }
        BigDecimal due = commitment == null
                ? BigDecimal.ZERO
                : commitment.amount().getAmount().multiply(passed);
        if (commitment != null) {
            charge = commitment.withOverage(charge, due);
        }
        if (maximum != null) {
            charge = charge.min(maximum.getAmount().multiply(passed));
        }
        BigDecimal missing = commitment == null || !last ? BigDecimal.ZERO : commitment.missing(charge, due);
        return new SettledPrice(gross, charge, missing, whole);
    }

    /**
     * What a line asks for that continues earlier ones of the same window: the price of the whole quantity so far, less what
     * was billed. A model that does not {@linkplain PriceModel#continues continue} asks for nothing before the last line.
     *
     * @param before the quantity that earlier lines have billed; null if this is the first line
     * @param line the quantity of this line
     * @param billed what earlier lines have charged; null for what {@code before} costs under these terms
     * @param last whether no line will continue this one
     */
    public ContinuedPrice continued(
            PriceModel model,
            @Nullable PriceInput before,
            PriceInput line,
            @Nullable BigMoney billed,
            boolean last,
            CustomPrices customs) {
        requireFit(model);
        CurrencyUnit currency = model.currency();
        if (billed != null) {
            Currencies.requireSame("billed", currency, billed.getCurrencyUnit());
        }
        SettledPrice earlier = before == null ? nothing() : soFar(model, BigDecimal.ZERO, before, false, customs);
        SettledPrice now = before == null
                ? soFar(model, BigDecimal.ZERO, line, last, customs)
                : soFar(model, before.quantity(), before.and(line), last, customs);
        BigDecimal charged = billed == null ? earlier.charge() : billed.getAmount();
        return new ContinuedPrice(
                BigMoney.of(currency, now.gross().subtract(earlier.gross())),
                BigMoney.of(currency, now.discount().subtract(earlier.discount())),
                BigMoney.of(currency, now.charge().subtract(charged)),
                BigMoney.of(currency, now.trueUp()));
    }

    private SettledPrice soFar(
            PriceModel model, BigDecimal before, PriceInput input, boolean last, CustomPrices customs) {
        return last || model.continues()
                ? settle(price(model, before, input, customs), BigDecimal.ONE, BigDecimal.ONE, last)
                : nothing();
    }

    private static SettledPrice nothing() {
        return new SettledPrice(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ONE);
    }

    /** All values as text in a fixed order, for a hash of content; terms that differ give different lists. */
    public List<String> content() {
        List<String> content = new ArrayList<>();
        content.add(conversion == null ? "" : conversion.divisor().toPlainString());
        content.add(conversion == null ? "" : conversion.mode().name());
        content.add(includedUnits.toPlainString());
        content.add(discountPercent.toPlainString());
        content.add(commitment == null ? "" : commitment.amount().toString());
        content.add(commitment == null ? "" : commitment.overageFactor().toPlainString());
        content.add(commitment == null ? "" : Boolean.toString(commitment.trueUp()));
        content.add(maximum == null ? "" : maximum.toString());
        if (conversion != null && conversion.lines() != LineConversion.CUMULATIVE) {
            content.add(conversion.lines().name());
        }
        return content;
    }
}
