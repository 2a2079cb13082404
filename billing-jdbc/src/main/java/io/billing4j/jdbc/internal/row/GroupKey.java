package io.billing4j.jdbc.internal.row;

import io.billing4j.id.ContentHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of a meter as {@code usage_rollup} and {@code usage_value} name it: {@code *} and, for each property that the meter
 * groups by, a tab and the value after an equals sign, or nothing where events lack the property. Values have no control
 * character, so no two groups look alike. What would be too long for an index is hashed.
 *
 * @param text of {@code group_key}
 * @param values what the text is the hash of; null where it is none
 */
public record GroupKey(String text, @Nullable String values) {
    /** All events of a meter, whatever it asks for. */
    public static final GroupKey ALL = new GroupKey("", null);

    /** More would not fit into an index beside the other keys. */
    static final int LONGEST = 256;

    private static final String START = "*";
    private static final char NEXT = '\t';
    private static final char PRESENT = '=';
    private static final GroupKey UNGROUPED = new GroupKey(START, null);

    /** The group of an event with these properties. */
    public static GroupKey of(List<String> groupBy, Map<String, String> properties) {
        if (groupBy.isEmpty()) {
            return UNGROUPED;
        }
        StringBuilder text = new StringBuilder(START);
        for (String name : groupBy) {
            String value = properties.get(name);
            text.append(NEXT);
            if (value != null) {
                text.append(PRESENT).append(value);
            }
        }
        return of(text.toString());
    }

    private static GroupKey of(String values) {
        return values.length() <= LONGEST
                ? new GroupKey(values, null)
                : new GroupKey(
                        "#" + ContentHash.builder("group", 1).field(values).build(), values);
    }

    /** The values of the properties; one that the events lack is not in the map. */
    public Map<String, String> dimensions(List<String> groupBy) {
        Map<String, String> dimensions = new HashMap<>();
        String from = values == null ? text : values;
        int at = from.indexOf(NEXT);
        for (String name : groupBy) {
            int next = from.indexOf(NEXT, at + 1);
            String value = from.substring(at + 1, next < 0 ? from.length() : next);
            if (!value.isEmpty()) {
                dimensions.put(name, value.substring(1));
            }
            at = next;
        }
        return dimensions;
    }
}
