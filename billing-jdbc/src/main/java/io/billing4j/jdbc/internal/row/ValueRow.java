package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_VALUE;

import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A value of a group in {@code usage_value}. The order is that of the primary key, but for characters beyond the basic plane:
 * everybody who adds to several rows does so in one order.
 *
 * @param subscription empty where the events name none
 * @param bucketStart of a month where slots are hours, of a day where they are quarters of hours, UTC
 */
public record ValueRow(
        CustomerId customer, String subscription, MeterId meter, Instant bucketStart, GroupKey group, String value)
        implements Comparable<ValueRow> {
    /** Where it was put in, on the way to the table: hexadecimal digits of bits. */
    public static final Field<String> PUT = DSL.field(DSL.name("put"), SQLDataType.CLOB);

    /** Where it was taken out; null for nowhere. */
    public static final Field<String> TAKEN = DSL.field(DSL.name("taken"), SQLDataType.CLOB);

    private static final String BITS =
            "(SELECT ('x' || r.put)::varbit AS put, ('x' || r.taken)::varbit AS taken OFFSET 0)";

    private static final Comparator<ValueRow> BY_KEY = Comparator.comparing(ValueRow::customer)
            .thenComparing(ValueRow::subscription)
            .thenComparing(ValueRow::meter)
            .thenComparing(ValueRow::bucketStart)
            .thenComparing(row -> row.group.text())
            .thenComparing(ValueRow::value);

    /** The start of the row that the instant falls in, for slots of a length. */
    public static Instant bucket(Grain slot, Instant instant) {
        return slot == Grain.HOUR ? month(instant).toInstant() : instant.truncatedTo(ChronoUnit.DAYS);
    }

    /** How many slots such a row has. */
    static int slots(Grain slot, Instant bucketStart) {
        Duration length = slot == Grain.HOUR
                ? Duration.between(bucketStart, month(bucketStart).plusMonths(1))
                : Duration.ofDays(1);
        return Math.toIntExact(length.toSeconds() / slot.seconds());
    }

    private static ZonedDateTime month(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
    }

    /** The slots as bits, beside {@link #write}. */
    public static Table<?> bits() {
        return DSL.lateral(DSL.table(BITS)).as("b");
    }

    /** Values on their way to a statement that adds them to the table. */
    public static RowSet<Map.Entry<ValueRow, ValueSlots>> write(List<Map.Entry<ValueRow, ValueSlots>> values) {
        return RowSet.of(values)
                .with(
                        USAGE_VALUE.CUSTOMER_ID,
                        entry -> entry.getKey().customer().value())
                .with(USAGE_VALUE.SUBSCRIPTION_ID, entry -> entry.getKey().subscription())
                .with(USAGE_VALUE.METER_ID, entry -> entry.getKey().meter().value())
                .with(USAGE_VALUE.BUCKET_START, entry -> entry.getKey().bucketStart())
                .with(USAGE_VALUE.GROUP_KEY, entry -> entry.getKey().group().text())
                .with(USAGE_VALUE.VALUE, entry -> entry.getKey().value())
                .with(USAGE_VALUE.GROUP_VALUES, entry -> entry.getKey().group().values())
                .with(PUT, entry -> entry.getValue().put())
                .with(TAKEN, entry -> entry.getValue().taken());
    }

    @Override
    public int compareTo(ValueRow other) {
        return BY_KEY.compare(this, other);
    }
}
