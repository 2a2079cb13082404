package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.money.Currencies;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxAnswer.LineAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What an outside service has said of a document's taxes: {@code {"v":1,"currency":"USD","reference":"…","lines":[{"behavior":
 * "EXCLUSIVE","components":[["vat-de","VAT","19",false]],"shares":["3.80"]},{"why":"EXEMPT","reason":"…"}]}}. Without a reference
 * where there is none, and without a currency where no line is taxed.
 */
public final class TaxAnswerJson {
    private static final int VERSION = 1;

    private TaxAnswerJson() {}

    /** The answer as a document. */
    public static String write(TaxAnswer.Answered answer) {
        ObjectNode node = Json.document(VERSION);
        answer.lines().stream()
                .flatMap(line -> line.taxes().stream())
                .findFirst()
                .ifPresent(tax -> node.put("currency", tax.getCurrencyUnit().getCode()));
        if (answer.reference() != null) {
            node.put("reference", answer.reference());
        }
        ArrayNode lines = node.putArray("lines");
        answer.lines().forEach(line -> LineTaxesJson.putTreatment(lines.addObject(), line.treatment(), line.taxes()));
        return Json.write(node);
    }

    /** The answer that a document holds; IllegalArgumentException, among others, if it holds none. */
    public static TaxAnswer.Answered read(String text) {
        ObjectNode node = Json.read(text, VERSION);
        Json.only(node, Stream.of("currency", "reference", "lines"));
        List<LineAnswer> lines = new ArrayList<>();
        for (JsonNode element : Json.array(node, "lines")) {
            if (!(element instanceof ObjectNode line)) {
                throw new IllegalArgumentException("expected objects in 'lines'");
            }
            Json.only(line, Stream.of("behavior", "components", "shares", "why", "reason"));
            List<Money> taxes = line.has("why") ? List.of() : LineTaxesJson.shares(line, currency(node));
            lines.add(new LineAnswer(LineTaxesJson.treatment(line), taxes));
        }
        return new TaxAnswer.Answered(lines, Json.optionalText(node, "reference"));
    }

    private static CurrencyUnit currency(ObjectNode node) {
        return Currencies.currency("currency", Json.text(node, "currency"));
    }
}
