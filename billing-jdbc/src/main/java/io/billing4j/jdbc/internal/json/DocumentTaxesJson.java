package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.invoice.DocumentTaxes;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.tax.TaxRounding;
import java.math.RoundingMode;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By what rules a document's lines are taxed, null where none is taxed anew: {@code
 * {"v":1,"policy":"PER_RATE","rounding":"HALF_UP"}}.
 *
 * <p>Finalising compares this text with the one that is stored: a later version writes what this one can say as this one does.
 */
public final class DocumentTaxesJson {
    private static final int VERSION = 1;

    private DocumentTaxesJson() {}

    /** The rules as a document. */
    public static @Nullable String write(@Nullable DocumentTaxes taxes) {
        return taxes == null
                ? null
                : Json.write(Json.document(VERSION)
                        .put("policy", taxes.policy().name())
                        .put("rounding", taxes.rounding().mode().name()));
    }

    /** The rules that a document holds, null for null; IllegalArgumentException, among others, if it holds none. */
    public static @Nullable DocumentTaxes read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        ObjectNode node = Json.read(text, VERSION);
        Json.only(node, Stream.of("policy", "rounding"));
        return new DocumentTaxes(
                Json.choice(TaxRounding.class, node, "policy"),
                new RoundingPolicy(Json.choice(RoundingMode.class, node, "rounding")));
    }
}
