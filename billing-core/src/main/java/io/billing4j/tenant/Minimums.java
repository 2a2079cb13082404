package io.billing4j.tenant;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a document of a period has to ask for at least: one that would ask for less is not made, and the next one asks for that as well.
 *
 * @param amounts above zero, at most one for each currency; in the order of the currencies' codes
 */
public record Minimums(List<Money> amounts) {
    /** A document asks for whatever there is. */
    public static final Minimums NONE = new Minimums(List.of());

    /**
     * Keeps a copy in order. Refuses with INVALID_NUMBER at {@code minimums} an amount that is not above zero, and with
     * INVALID_CURRENCY there a second one in a currency.
     */
    public Minimums {
        amounts = Inputs.list("minimums", amounts).stream()
                .sorted(Comparator.comparing(amount -> amount.getCurrencyUnit().getCode()))
                .toList();
        Set<CurrencyUnit> seen = new HashSet<>();
        for (Money amount : amounts) {
            if (!amount.isPositive()) {
                throw ErrorCode.INVALID_NUMBER.at("minimums", "expected amounts above zero but found " + amount);
            }
            if (!seen.add(amount.getCurrencyUnit())) {
                throw ErrorCode.INVALID_CURRENCY.at(
                        "minimums",
                        "expected one amount for each currency but found several in " + amount.getCurrencyUnit());
            }
        }
    }

    /** These amounts, as the constructor takes them. */
    public static Minimums of(Money... amounts) {
        return new Minimums(Inputs.list("minimums", amounts));
    }

    /** The amount for documents in a currency; null where they ask for whatever there is. */
    public @Nullable Money in(CurrencyUnit currency) {
        return amounts.stream()
                .filter(amount -> amount.getCurrencyUnit().equals(currency))
                .findFirst()
                .orElse(null);
    }
}
