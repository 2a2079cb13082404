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

    private final StringBuilder text;
    private @Nullable Instant instant;
    private String instantText = "";

    private ArrayText(int size) {
        text = new StringBuilder(16 * size + 2);
    }

    /** The array of what the function makes of each row. */
    static <R> String of(List<R> rows, Function<R, ?> value) {
        ArrayText array = new ArrayText(rows.size());
        char separator = '{';
        for (R row : rows) {
            array.text.append(separator);
            array.append(value.apply(row));
            separator = ',';
        }
        return rows.isEmpty() ? "{}" : array.text.append('}').toString();
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            text.append("NULL");
        } else if (value instanceof String string) {
            quoted(string);
        } else if (value instanceof Instant moment) {
            instant(moment);
        } else if (value instanceof BigDecimal decimal) {
            text.append(decimal.toPlainString());
        } else if (value instanceof byte[] bytes) {
            hex(bytes);
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

    /** Most instants of a run are those of the row before: the cut-off, a period's ends, the time of the transaction. */
    private void instant(Instant moment) {
        if (!moment.equals(instant)) {
            instant = moment;
            instantText = IsoInstant.of(moment);
        }
        text.append(instantText);
    }

    /** Quoted always, so that neither a comma nor the word NULL nor a space means anything. */
    private void quoted(String string) {
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

    private void hex(byte[] bytes) {
        text.append("\"\\\\x");
        for (byte one : bytes) {
            text.append(HEX[(one >> 4) & 0xf]).append(HEX[one & 0xf]);
        }
        text.append('"');
    }
}
