package io.billing4j.price;

import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * One price for the whole band that the quantity is in. With 10.00 up to 100 and 18.00 beyond, 1 unit costs 10.00, 100 cost
 * 10.00 and 101 cost 18.00. A quantity of zero is in no band and costs nothing.
 *
 * @param bands rising, the last one open
 * @param bound which band holds a quantity that is exactly a band's bound
 */
public record StairstepPrice(List<PriceBand> bands, TierBound bound) implements PriceModel {
    /** Refuses bands out of order with INVALID_TIERS, mixed currencies with CURRENCY_MISMATCH. */
    public StairstepPrice {
        Inputs.required("bound", bound);
        bands = Inputs.list("bands", bands);
        Bounds.check("bands", bands, PriceBand::upTo);
        for (int i = 0; i < bands.size(); i++) {
            Currencies.requireSame(
                    "bands[" + i + "].amount",
                    bands.get(0).amount().getCurrencyUnit(),
                    bands.get(i).amount().getCurrencyUnit());
        }
    }

    @Override
    public CurrencyUnit currency() {
        return bands.get(0).amount().getCurrencyUnit();
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        BigDecimal quantity = input.quantity();
        if (quantity.signum() == 0) {
            return Price.of(currency(), List.of());
        }
        for (PriceBand band : bands) {
            if (band.upTo() == null || bound.within(quantity, band.upTo())) {
                return Price.of(currency(), List.of(PriceStep.fixed(quantity, band.amount())));
            }
        }
        throw new AssertionError("the last band is open and holds " + quantity);
    }

    /** A higher band may be cheaper. */
    @Override
    public boolean continues() {
        return false;
    }

    @Override
    public List<String> content() {
        List<String> content = new ArrayList<>(List.of("STAIRSTEP", bound.name()));
        for (PriceBand band : bands) {
            content.add(Bounds.content(band.upTo()));
            content.add(band.amount().toString());
        }
        return content;
    }
}
