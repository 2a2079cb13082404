package io.billing4j.jdbc.internal.row;

import io.billing4j.id.IsoInstant;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An array as PostgreSQL reads it from text. A run writes some sixty values per document: what each costs here counts, and
 * general binding of arrays costs several times as much.
 */
final class ArrayText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private ArrayText() {}

    /** The array of what the function makes of each row. */
    static <R> String of(List<R> rows, Function<R, ?> value) {
        StringBuilder text = new StringBuilder(16 * rows.size() + 2).append('{');
        String separator = "";
        for (R row : rows) {
            text.append(separator);
            append(text, value.apply(row));
            separator = ",";
        }
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        if (value == null) {
            text.append("NULL");
        } else if (value instanceof String string) {
            quoted(text, string);
        } else if (value instanceof Instant instant) {
            IsoInstant.append(text, instant);
        } else if (value instanceof BigDecimal decimal) {
            text.append(decimal.toPlainString());
        } else if (value instanceof byte[] bytes) {
            hex(text, bytes);
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof UUID
                || value instanceof LocalDate) {
            text.append(value);
        } else {
            throw new IllegalArgumentException("no column holds a " + value.getClass());
        }
    }

    /** Quoted always, so that neither a comma nor the word NULL nor a space means anything. */
    private static void quoted(StringBuilder text, String string) {
        text.append('"');
        int from = 0;
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append(string, from, i).append('\\');
                from = i;
            }
        }
        text.append(string, from, string.length()).append('"');
    }

    private static void hex(StringBuilder text, byte[] bytes) {
        text.append("\"\\\\x");
        for (byte one : bytes) {
            text.append(HEX[(one >> 4) & 0xf]).append(HEX[one & 0xf]);
        }
        text.append('"');
    }
}
