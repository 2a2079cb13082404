package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Flat maps of names to texts as JSON, in the order of names: event data, audited values, details of findings, properties of
 * usage. {@code {"v":1,"values":{"total":"150.74"}}}
 */
public final class ValuesJson {
    private static final int VERSION = 1;

    private ValuesJson() {}

    /** The map as a document. */
    public static String write(Map<String, String> values) {
        ObjectNode node = Json.document(VERSION);
        ObjectNode members = node.putObject("values");
        new TreeMap<>(values).forEach(members::put);
        return Json.write(node);
    }

    /** The map as a document, or null where it is empty. */
    public static @Nullable String writeUnlessEmpty(Map<String, String> values) {
        return values.isEmpty() ? null : write(values);
    }

    /** The map that a document holds, empty for null; IllegalArgumentException if it holds none. */
    public static Map<String, String> read(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        ObjectNode node = Json.read(text, VERSION);
        Json.only(node, Stream.of("values"));
        ObjectNode members = Json.object(node, "values");
        Map<String, String> values = new TreeMap<>();
        for (Iterator<String> names = members.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            values.put(name, Json.text(members, name));
        }
        return values;
    }
}
