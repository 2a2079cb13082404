package io.billing4j.conformance;

import io.billing4j.money.Currencies;
import io.billing4j.money.Iso4217;
import io.billing4j.money.IsoCurrency;

/** The decimals that amounts in a currency have. */
final class CurrenciesTopic implements Topic {
    @Override
    public String name() {
        return "currencies";
    }

    @Override
    public Answer answer(CaseInput input) {
        String code = input.text("code");
        IsoCurrency row = Iso4217.find(code).orElseThrow();
        Integer minorUnit = row.minorUnit() == null
                ? null
                : (Integer) Currencies.currency("code", code).getDecimalPlaces();
        return Answer.of("minor_unit", minorUnit).and("numeric", row.numericCode());
    }
}
