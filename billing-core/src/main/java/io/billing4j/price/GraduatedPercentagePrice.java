package io.billing4j.price;

import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * Each tier takes its rate of its own part of an amount, and its flat fee when it is entered. With 5 % up to 100 and 2 %
 * beyond with a fee of 10.00, an amount of 150 costs 5.00 + 10.00 + 1.00 = 16.00. The quantity is the amount in the currency.
 *
 * @param tiers rising, the last one open
 * @param firstFlatFee whether the first tier's flat fee is due for an amount of zero as well
 */
public record GraduatedPercentagePrice(List<PercentageTier> tiers, FirstFlatFee firstFlatFee) implements PriceModel {
    /** Refuses tiers out of order with INVALID_TIERS, mixed currencies with CURRENCY_MISMATCH. */
    public GraduatedPercentagePrice {
        Inputs.required("firstFlatFee", firstFlatFee);
        tiers = Inputs.list("tiers", tiers);
        Bounds.check("tiers", tiers, PercentageTier::upTo);
        for (int i = 0; i < tiers.size(); i++) {
            Currencies.requireSame(
                    "tiers[" + i + "].flatAmount",
                    tiers.get(0).flatAmount().getCurrencyUnit(),
                    tiers.get(i).flatAmount().getCurrencyUnit());
        }
    }

    @Override
    public CurrencyUnit currency() {
        return tiers.get(0).flatAmount().getCurrencyUnit();
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        return new GraduatedPrice(tiers.stream().map(PercentageTier::asTier).toList(), firstFlatFee)
                .price(input, customs);
    }

    @Override
    public List<String> content() {
        List<String> content = new ArrayList<>(List.of("GRADUATED_PERCENTAGE", firstFlatFee.name()));
        for (PercentageTier tier : tiers) {
            content.add(Bounds.content(tier.upTo()));
            content.add(tier.ratePercent().toPlainString());
            content.add(tier.flatAmount().toString());
        }
        return content;
    }
}
