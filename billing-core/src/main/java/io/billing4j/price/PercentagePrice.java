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
 * A rate of an amount, such as 2.9 % of each payment and 0.30 on top. The quantity of an event is its amount in the currency.
 *
 * <p>Events are free while they are among the first {@code freeEvents} and the amounts so far stay below {@code freeAmount},
 * as far as either is given. The event that reaches the free amount is free up to it, costs its rate on the rest, and the
 * fixed amount. The minimum and the maximum of an event hold for its rate and fixed amount together.
 *
 * @param ratePercent 0 to 100, at most 16 decimals
 * @param freeEvents zero or more; zero for no such limit
 * @param freeAmount zero or more; zero for no such limit
 * @param fixedPerEvent due for each event that is not among the free ones, the one that reaches the free amount
 *     included even if nothing of it is left to rate; zero or more
 * @param minimumPerEvent zero or more, or null for none
 * @param maximumPerEvent not below the minimum, or null for none
 */
public record PercentagePrice(
        BigDecimal ratePercent,
        long freeEvents,
        BigMoney freeAmount,
        BigMoney fixedPerEvent,
        @Nullable BigMoney minimumPerEvent,
        @Nullable BigMoney maximumPerEvent)
        implements PriceModel {
    /** Refuses values out of range with INVALID_NUMBER, two currencies with CURRENCY_MISMATCH. */
    public PercentagePrice {
        ratePercent = Percent.rate("ratePercent", ratePercent);
        if (freeEvents < 0) {
            throw ErrorCode.INVALID_NUMBER.at("freeEvents", "free events are not negative, found " + freeEvents);
        }
        CurrencyUnit currency = Inputs.required("fixedPerEvent", fixedPerEvent).getCurrencyUnit();
        fixedPerEvent = amount("fixedPerEvent", currency, fixedPerEvent);
        freeAmount = amount("freeAmount", currency, freeAmount);
        if (minimumPerEvent != null) {
            minimumPerEvent = amount("minimumPerEvent", currency, minimumPerEvent);
        }
        if (maximumPerEvent != null) {
            maximumPerEvent = amount("maximumPerEvent", currency, maximumPerEvent);
            if (minimumPerEvent != null && minimumPerEvent.isGreaterThan(maximumPerEvent)) {
                throw ErrorCode.INVALID_NUMBER.at(
                        "maximumPerEvent",
                        "expected at least the minimum of " + minimumPerEvent + " but found " + maximumPerEvent);
            }
        }
    }

    private static BigMoney amount(String field, CurrencyUnit currency, BigMoney amount) {
        Currencies.requireSame(field, currency, Inputs.required(field, amount).getCurrencyUnit());
        if (amount.isNegative()) {
            throw ErrorCode.INVALID_NUMBER.at(field, "expected zero or more but found " + amount);
        }
        return Currencies.canonical(field, amount);
    }

    /** The rate alone. */
    public static PercentagePrice of(CurrencyUnit currency, BigDecimal ratePercent) {
        BigMoney nothing = BigMoney.zero(Inputs.required("currency", currency));
        return new PercentagePrice(ratePercent, 0, nothing, nothing, null, null);
    }

    /** The same with the first events free. */
    public PercentagePrice withFreeEvents(long count) {
        return new PercentagePrice(ratePercent, count, freeAmount, fixedPerEvent, minimumPerEvent, maximumPerEvent);
    }

    /** The same with the first amounts free. */
    public PercentagePrice withFreeAmount(BigMoney amount) {
        return new PercentagePrice(ratePercent, freeEvents, amount, fixedPerEvent, minimumPerEvent, maximumPerEvent);
    }

    /** The same with an amount for each event. */
    public PercentagePrice withFixedPerEvent(BigMoney amount) {
        return new PercentagePrice(ratePercent, freeEvents, freeAmount, amount, minimumPerEvent, maximumPerEvent);
    }

    /** The same with bounds for what an event costs; null for none. */
    public PercentagePrice withBoundsPerEvent(@Nullable BigMoney minimum, @Nullable BigMoney maximum) {
        return new PercentagePrice(ratePercent, freeEvents, freeAmount, fixedPerEvent, minimum, maximum);
    }

    @Override
    public CurrencyUnit currency() {
        return fixedPerEvent.getCurrencyUnit();
    }

    /** The total is enough where there is nothing but the rate. */
    @Override
    public PartsNeeded partsNeeded() {
        return equals(of(currency(), ratePercent)) ? PartsNeeded.NONE : PartsNeeded.EVENTS;
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        PercentageSum sum = new PercentageSum(this);
        if (partsNeeded() == PartsNeeded.NONE) {
            sum.charge(input.quantity(), 1);
        } else {
            input.requiredParts().forEach(sum::add);
        }
        return Price.of(currency(), sum.steps());
    }

    @Override
    public List<String> content() {
        List<String> content = new ArrayList<>(List.of(
                "PERCENTAGE",
                ratePercent.toPlainString(),
                Long.toString(freeEvents),
                freeAmount.toString(),
                fixedPerEvent.toString()));
        content.add(minimumPerEvent == null ? "" : minimumPerEvent.toString());
        content.add(maximumPerEvent == null ? "" : maximumPerEvent.toString());
        return content;
    }
}
