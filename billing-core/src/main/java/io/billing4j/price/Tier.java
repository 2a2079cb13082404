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
 * One tier: it holds the quantities above the tier before and up to its own bound, {@code (lower, upper]}, so that a
 * fractional quantity falls into no hole.
 *
 * @param upTo its upper bound, which still belongs to it; above zero; null for the last tier, which is open
 * @param unitAmount the price of one unit, zero or more
 * @param flatAmount due once when the tier is entered, zero or more
 * @param maximum what the tier asks for at most, its flat amount included, zero or more; null for no bound
 */
public record Tier(
        @Nullable BigDecimal upTo,
        BigMoney unitAmount,
        BigMoney flatAmount,
        @Nullable BigMoney maximum) {
    /** Refuses bounds and amounts out of range with INVALID_TIERS, mixed currencies with CURRENCY_MISMATCH. */
    public Tier {
        unitAmount = Currencies.canonical("unitAmount", unitAmount);
        flatAmount = Currencies.canonical("flatAmount", flatAmount);
        if (upTo != null) {
            upTo = Inputs.decimal("upTo", upTo);
            if (upTo.signum() <= 0) {
                throw ErrorCode.INVALID_TIERS.at("upTo", "a tier's bound is above zero, found " + upTo);
            }
        }
        if (unitAmount.isNegative()) {
            throw ErrorCode.INVALID_TIERS.at("unitAmount", "a tier's price is not negative, found " + unitAmount);
        }
        if (flatAmount.isNegative()) {
            throw ErrorCode.INVALID_TIERS.at("flatAmount", "a tier's fee is not negative, found " + flatAmount);
        }
        Currencies.requireSame("flatAmount", unitAmount.getCurrencyUnit(), flatAmount.getCurrencyUnit());
        if (maximum != null) {
            maximum = Currencies.canonical("maximum", maximum);
            if (maximum.isNegative()) {
                throw ErrorCode.INVALID_TIERS.at("maximum", "a tier's maximum is not negative, found " + maximum);
            }
            Currencies.requireSame("maximum", unitAmount.getCurrencyUnit(), maximum.getCurrencyUnit());
        }
    }

    /** A tier without a bound on what it asks for. */
    public Tier(@Nullable BigDecimal upTo, BigMoney unitAmount, BigMoney flatAmount) {
        this(upTo, unitAmount, flatAmount, null);
    }

    /** A bounded tier without a flat fee. */
    public static Tier upTo(BigDecimal bound, BigMoney unitAmount) {
        return new Tier(
                Inputs.required("upTo", bound),
                unitAmount,
                BigMoney.zero(Inputs.required("unitAmount", unitAmount).getCurrencyUnit()));
    }

    /** The open last tier without a flat fee. */
    public static Tier beyond(BigMoney unitAmount) {
        return new Tier(
                null,
                unitAmount,
                BigMoney.zero(Inputs.required("unitAmount", unitAmount).getCurrencyUnit()));
    }

    /** The part of this tier in which {@code units} of it are priced. */
    PriceStep step(BigDecimal units) {
        return new PriceStep(units, unitAmount, flatAmount, maximum);
    }

    /** A copy of the tiers if they rise, share one currency and end open; INVALID_TIERS or CURRENCY_MISMATCH otherwise. */
    static List<Tier> checked(List<Tier> unchecked) {
        List<Tier> tiers = Inputs.list("tiers", unchecked);
        Bounds.check("tiers", tiers, Tier::upTo);
        CurrencyUnit currency = tiers.get(0).unitAmount().getCurrencyUnit();
        for (int i = 0; i < tiers.size(); i++) {
            Currencies.requireSame(
                    "tiers[" + i + "].unitAmount",
                    currency,
                    tiers.get(i).unitAmount().getCurrencyUnit());
        }
        return tiers;
    }

    /** The same tier with at most this amount to ask for. */
    public Tier withMaximum(BigMoney amount) {
        return new Tier(upTo, unitAmount, flatAmount, Inputs.required("maximum", amount));
    }

    /**
     * The kind of a model, its policies where they are not the usual ones, and its tiers, as {@link PriceModel#content} wants
     * them. Tiers without any maximum have the form of the first release, which knew none.
     */
    static List<String> content(String kind, List<Tier> tiers, List<String> unusual) {
        boolean bounded = tiers.stream().anyMatch(tier -> tier.maximum() != null);
        List<String> content = new ArrayList<>();
        if (!bounded && unusual.isEmpty()) {
            content.add(kind);
        } else {
            content.add(kind + "+" + (bounded ? "MAXIMUM" : ""));
            content.add(String.join(",", unusual));
        }
        for (Tier tier : tiers) {
            content.add(Bounds.content(tier.upTo()));
            content.add(tier.unitAmount().toString());
            content.add(tier.flatAmount().toString());
            if (bounded) {
                content.add(tier.maximum() == null ? "" : tier.maximum().toString());
            }
        }
        return content;
    }
}
