package io.billing4j.catalog;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values that a property of an event may have.
 *
 * @param values up to 256 characters each; the empty text is one
 * @param orAbsent whether an event without the property is meant as well
 */
public record PropertyValues(Set<String> values, boolean orAbsent) {
    /** Events without the property. */
    public static final PropertyValues ABSENT = new PropertyValues(Set.of(), true);

    /** Refuses with INVALID_METER where nothing is meant, with INVALID_TEXT for a value, with MISSING_FIELD for null. */
    public PropertyValues {
        Inputs.required("filter", values);
        if (values.isEmpty() && !orAbsent) {
            throw ErrorCode.INVALID_METER.at("filter", "expected a value");
        }
        values.forEach(value -> {
            if (value == null || !value.isEmpty()) {
                Inputs.text("filter", value, 256);
            }
        });
        values = Set.copyOf(values);
    }

    /** Any of these values; one that is given twice is one. */
    public static PropertyValues of(String... values) {
        return new PropertyValues(new HashSet<>(Arrays.asList(Inputs.required("filter", values))), false);
    }

    /** Whether this value, or none for null, is meant. */
    public boolean matches(@Nullable String value) {
        return value == null ? orAbsent : values.contains(value);
    }
}
