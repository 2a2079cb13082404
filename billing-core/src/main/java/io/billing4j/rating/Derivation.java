package io.billing4j.rating;

import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Price;
import io.billing4j.price.PriceModel;
import io.billing4j.proration.Proration;
import org.joda.money.Money;

/**
 * The whole way from inputs to an amount: the price of the quantity for the whole window, its share for the part that is
 * billed, rounded once.
 *
 * @param model the price as it was at the time, a copy: nobody has to find the catalogue of back then
 * @param service the part that is billed
 * @param window the whole nominal period that the price is for; it encloses the service
 * @param price what the model made of the quantity, exact
 * @param amount what is billed
 */
public record Derivation(
        PriceModel model,
        RatedQuantity quantity,
        BillingPeriod service,
        BillingPeriod window,
        ProrationPolicy proration,
        RoundingPolicy rounding,
        Price price,
        Money amount) {

    /** Derives the amount from the inputs. */
    public static Derivation of(
            PriceModel model,
            RatedQuantity quantity,
            BillingPeriod service,
            BillingPeriod window,
            ProrationPolicy proration,
            RoundingPolicy rounding) {
        Price price = model.price(quantity.priced());
        Money amount = new Proration(window, proration, rounding)
                .amount(price.amount(), service.startInclusive(), service.endExclusive());
        return new Derivation(model, quantity, service, window, proration, rounding, price, amount);
    }

    /** Whether the inputs, computed again, give this very price and amount. */
    public boolean holds() {
        return window.encloses(service) && equals(of(model, quantity, service, window, proration, rounding));
    }
}
