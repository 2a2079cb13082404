package io.billing4j.conformance;

import io.billing4j.money.Allocation;
import io.billing4j.money.Currencies;
import io.billing4j.money.RoundingPolicy;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** Amounts rounded to what a currency can pay, and amounts shared out. */
final class RoundingTopic implements Topic {
    @Override
    public String name() {
        return "rounding";
    }

    @Override
    public Answer answer(CaseInput input) {
        CurrencyUnit currency = Currencies.currency("currency", input.text("currency"));
        return switch (input.text("kind")) {
            case "round" -> round(input, currency);
            case "allocate" -> allocate(input, currency);
            default -> throw new IllegalArgumentException("no such kind: " + input.text("kind"));
        };
    }

    private static Answer round(CaseInput input, CurrencyUnit currency) {
        RoundingMode mode = RoundingMode.valueOf(input.text("mode", "half_up").toUpperCase(Locale.ROOT));
        return Answer.of(
                "amount",
                new RoundingPolicy(mode)
                        .round(BigMoney.of(currency, input.decimal("amount")))
                        .getAmount());
    }

    private static Answer allocate(CaseInput input, CurrencyUnit currency) {
        List<Allocation.Share<String>> shares = input.objects("items").stream()
                .map(item -> new Allocation.Share<>(item.text("key"), item.decimal("weight")))
                .toList();
        return Answer.of(
                "parts",
                Allocation.allocate(Currencies.money("amount", currency, input.decimal("amount")), shares).stream()
                        .map(part -> part.getAmount())
                        .toList());
    }
}
