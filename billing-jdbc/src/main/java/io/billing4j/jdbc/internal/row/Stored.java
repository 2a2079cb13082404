package io.billing4j.jdbc.internal.row;

import io.billing4j.error.ErrorCode;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Record;

/** Reads what is stored, or says which row it could not read. */
public final class Stored {
    private Stored() {}

    /**
     * What the row holds.
     *
     * @param row names it for a person, such as {@code invoice 0190…}
     * @throws io.billing4j.error.BillingException STORED_DATA_UNREADABLE for whatever the decoder throws
     */
    public static <T> T read(Supplier<String> row, Supplier<T> decoder) {
        try {
            return decoder.get();
        } catch (RuntimeException e) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because(row.get() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A column that is never null. */
    static <T> T get(Record row, Field<T> column) {
        T value = row.get(column);
        if (value == null) {
            throw new IllegalArgumentException(column.getName() + " is null");
        }
        return value;
    }
}
