package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.price.SpendLeft;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a plan's terms leave to a line as JSON, in the currency of its price: {@code
 * {"commitment":"10.00","overage":"1.5","maximum":"39.00"}}, without what makes no difference to the line.
 */
final class SpendLeftJson {
    private static final String COMMITMENT = "commitment";
    private static final String OVERAGE = "overage";
    private static final String MAXIMUM = "maximum";

    private SpendLeftJson() {}

    static ObjectNode put(ObjectNode node, SpendLeft left) {
        if (left.commitment() != null) {
            node.put(COMMITMENT, left.commitment().getAmount().toPlainString())
                    .put(OVERAGE, left.overageFactor().toPlainString());
        }
        return left.maximum() == null
                ? node
                : node.put(MAXIMUM, left.maximum().getAmount().toPlainString());
    }

    static SpendLeft get(ObjectNode node, CurrencyUnit currency) {
        Json.only(node, Stream.of(COMMITMENT, OVERAGE, MAXIMUM));
        return new SpendLeft(
                amount(node, COMMITMENT, currency),
                node.has(COMMITMENT) ? Json.decimal(node, OVERAGE) : BigDecimal.ONE,
                amount(node, MAXIMUM, currency));
    }

    private static @Nullable Money amount(ObjectNode node, String name, CurrencyUnit currency) {
        return node.has(name) ? Money.of(currency, Json.decimal(node, name)) : null;
    }
}
