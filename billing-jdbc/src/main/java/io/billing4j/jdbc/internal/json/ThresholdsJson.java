package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.catalog.UsageThresholds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * At which amounts usage is billed before its period ends, in the currency of the plan: {@code
 * {"v":1,"amounts":["60","100"],"every":"100"}}, the last left out where there is none.
 */
public final class ThresholdsJson {
    private static final int VERSION = 1;

    private ThresholdsJson() {}

    /** The document; null for none. */
    public static @Nullable String write(@Nullable UsageThresholds thresholds) {
        if (thresholds == null) {
            return null;
        }
        ObjectNode node = Json.document(VERSION);
        ArrayNode amounts = node.putArray("amounts");
        thresholds.amounts().forEach(amount -> amounts.add(amount.getAmount().toPlainString()));
        BigMoney every = thresholds.every();
        if (every != null) {
            node.put("every", every.getAmount().toPlainString());
        }
        return Json.write(node);
    }

    /** What a document says; IllegalArgumentException or BillingException if it is none. */
    public static @Nullable UsageThresholds read(@Nullable String text, CurrencyUnit currency) {
        if (text == null) {
            return null;
        }
        ObjectNode node = Json.only(Json.read(text, VERSION), Stream.of("amounts", "every"));
        List<BigMoney> amounts = new ArrayList<>();
        for (JsonNode amount : Json.array(node, "amounts")) {
            amounts.add(BigMoney.of(currency, new BigDecimal(Json.text(amount, "amounts"))));
        }
        return new UsageThresholds(
                amounts, node.has("every") ? BigMoney.of(currency, Json.decimal(node, "every")) : null);
    }
}
