package io.billing4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this project says to a case, under the names that the schema gives to results.
 *
 * @param values texts, numbers, switches, null, lists and maps of such, or an endless list
 */
record Answer(Map<String, @Nullable Object> values) {
    Answer {
        // Not Map.copyOf: a currency without a minor unit is answered with null.
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** An answer with one value. */
    static Answer of(String key, @Nullable Object value) {
        return new Answer(Map.of()).and(key, value);
    }

    /** The values, with as much of each endless list as is expected. */
    Map<String, @Nullable Object> asLongAs(JsonNode expected) {
        Map<String, @Nullable Object> finite = new LinkedHashMap<>(values);
        finite.replaceAll((key, value) -> value instanceof Endless endless
                ? endless.first(expected.path(key).size())
                : value);
        return finite;
    }

    /** The same with another value. */
    Answer and(String key, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Answer(more);
    }
}
