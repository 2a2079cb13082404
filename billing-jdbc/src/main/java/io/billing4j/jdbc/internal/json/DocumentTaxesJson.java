package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.invoice.DocumentTaxes;
import io.billing4j.invoice.ExternalTaxes;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.tax.TaxRounding;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By what rules a document's lines are taxed, null where none is taxed anew: {@code
 * {"v":1,"policy":"PER_RATE","rounding":"HALF_UP"}}; where an outside service was asked with {@code "external":{"calculator":"…",
 * "subject":"01…","question":"01…","lines":[1,2],"reference":"…"}}, which versions before do not know: they refuse such documents.
 *
 * <p>Finalising compares this text with the one that is stored: a later version writes what this one can say as this one does.
 */
public final class DocumentTaxesJson {
    private static final int VERSION = 1;

    private DocumentTaxesJson() {}

    /** The rules as a document. */
    public static @Nullable String write(@Nullable DocumentTaxes taxes) {
        if (taxes == null) {
            return null;
        }
        ObjectNode node = Json.document(VERSION)
                .put("policy", taxes.policy().name())
                .put("rounding", taxes.rounding().mode().name());
        ExternalTaxes external = taxes.external();
        if (external != null) {
            put(node.putObject("external"), external);
        }
        return Json.write(node);
    }

    private static void put(ObjectNode node, ExternalTaxes external) {
        node.put("calculator", external.calculator().value())
                .put("subject", external.subject().hex())
                .put("question", external.question().hex());
        ArrayNode lines = node.putArray("lines");
        external.lines().forEach(lines::add);
        if (external.reference() != null) {
            node.put("reference", external.reference());
        }
    }

    private static ExternalTaxes external(ObjectNode node) {
        Json.only(node, Stream.of("calculator", "subject", "question", "lines", "reference"));
        List<Integer> lines = new ArrayList<>();
        for (JsonNode line : Json.array(node, "lines")) {
            lines.add(Json.whole(line, "lines"));
        }
        return new ExternalTaxes(
                TaxCalculatorId.of(Json.text(node, "calculator")),
                new ContentHash(Json.text(node, "subject")),
                new ContentHash(Json.text(node, "question")),
                lines,
                Json.optionalText(node, "reference"));
    }

    /** The rules that a document holds, null for null; IllegalArgumentException, among others, if it holds none. */
    public static @Nullable DocumentTaxes read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        ObjectNode node = Json.read(text, VERSION);
        Json.only(node, Stream.of("policy", "rounding", "external"));
        return new DocumentTaxes(
                Json.choice(TaxRounding.class, node, "policy"),
                new RoundingPolicy(Json.choice(RoundingMode.class, node, "rounding")),
                node.has("external") ? external(Json.object(node, "external")) : null);
    }
}
