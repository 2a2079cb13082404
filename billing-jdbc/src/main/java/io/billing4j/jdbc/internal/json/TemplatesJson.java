package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.numbering.SequenceReset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the settings say about numbering and have no column for. Members are left out where they say nothing:
 * {@code {"v":1,"invoiceCounter":"CUSTOMER","formerTemplates":[{"text":"INV-{seq}","reset":"NEVER","counter":"ENTITY"}]}}
 *
 * @param counter of the present template
 * @param former the oldest first
 */
public record TemplatesJson(SequenceCounter counter, List<NumberingTemplate> former) {
    private static final int VERSION = 1;

    /** The document. */
    public String write() {
        ObjectNode node = Json.document(VERSION);
        if (counter != SequenceCounter.ENTITY) {
            node.put("invoiceCounter", counter.name());
        }
        if (!former.isEmpty()) {
            ArrayNode templates = node.putArray("formerTemplates");
            former.forEach(template -> templates
                    .addObject()
                    .put("text", template.text())
                    .put("reset", template.reset().name())
                    .put("counter", template.counter().name()));
        }
        return Json.write(node);
    }

    /** What a document says; IllegalArgumentException if it is none. */
    public static TemplatesJson read(String text) {
        ObjectNode node = Json.read(text, VERSION);
        Json.only(node, Stream.of("invoiceCounter", "formerTemplates"));
        SequenceCounter counter = node.has("invoiceCounter")
                ? Json.choice(SequenceCounter.class, node, "invoiceCounter")
                : SequenceCounter.ENTITY;
        List<NumberingTemplate> former = new ArrayList<>();
        if (node.has("formerTemplates")) {
            Json.array(node, "formerTemplates").forEach(template -> former.add(template(template)));
        }
        return new TemplatesJson(counter, former);
    }

    private static NumberingTemplate template(JsonNode node) {
        if (!(node instanceof ObjectNode template)) {
            throw new IllegalArgumentException("expected objects in 'formerTemplates'");
        }
        Json.only(template, Stream.of("text", "reset", "counter"));
        return new NumberingTemplate(
                Json.text(template, "text"),
                Json.choice(SequenceReset.class, template, "reset"),
                Json.choice(SequenceCounter.class, template, "counter"));
    }
}
