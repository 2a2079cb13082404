package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_VALUE;

import io.billing4j.jdbc.internal.row.Grain;
import io.billing4j.jdbc.internal.row.RollupPlan;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.jdbc.internal.row.UsageRow;
import io.billing4j.jdbc.internal.row.ValueRow;
import io.billing4j.usage.UsageQuery;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A search for the values that a query saw in a stretch of whole slots.
 *
 * @param order of the query among those of the statement
 */
record SlotPart(int order, UsageQuery query, WindowPart slots) {
    static final Field<Integer> NUMBER = RollupPart.NUMBER;
    static final Field<String> KEY = DSL.field(DSL.name("found", "group_key"), SQLDataType.CLOB);
    static final Field<String> GROUP_VALUES = DSL.field(DSL.name("found", "group_values"), SQLDataType.CLOB);
    static final Field<String> VALUE = DSL.field(DSL.name("found", "value"), SQLDataType.CLOB);
    static final Field<Long> PUT = DSL.field(DSL.name("found", "put"), SQLDataType.BIGINT);
    static final Field<Long> TAKEN = DSL.field(DSL.name("found", "taken"), SQLDataType.BIGINT);
    static final Field<Integer> ORDER = DSL.field(DSL.name("ordinal"), SQLDataType.INTEGER);

    private static final Field<Long> SLOT = DSL.field(DSL.name("slot_seconds"), SQLDataType.BIGINT);
    private static final Field<Long> FROM_SLOT = DSL.field(DSL.name("from_slot"), SQLDataType.BIGINT);
    private static final Field<Long> UNTIL_SLOT = DSL.field(DSL.name("until_slot"), SQLDataType.BIGINT);
    private static final Field<Instant> BUCKET = DSL.field(DSL.name("first_bucket"), SQLDataType.INSTANT);

    // the last slot that is set of those between the ends of the part, counted from 1970 on; the last one is the first
    // bit
    private static final String LAST = "max(b.first + b.hi - nullif(position(B'1' IN"
            + " substring(b.%1$s FROM (length(b.%1$s) - b.hi + 1)::integer FOR (b.hi - b.lo)::integer)), 0))";

    private static final String SEARCH = "(SELECT b.group_key, b.value, max(b.group_values) AS group_values, "
            + LAST.formatted("put_slots") + " AS put, "
            + LAST.formatted("taken_slots") + " AS taken"
            + " FROM (SELECT v.*, least(length(v.put_slots), r.until_slot - v.first) AS hi,"
            + " greatest(r.from_slot - v.first, 0) AS lo"
            + " FROM (SELECT group_key, value, group_values, put_slots, taken_slots,"
            + " date_part('epoch', bucket_start)::bigint / r.slot_seconds AS first"
            + " FROM {0} WHERE tenant_id = {1} AND customer_id = r.customer_id"
            + " AND subscription_id = ANY (ARRAY[r.subscription_id, {2}]) AND meter_id = r.meter_id"
            + " AND bucket_start >= r.first_bucket AND bucket_start < r.until_exclusive) AS v OFFSET 0) AS b"
            + " GROUP BY b.group_key, b.value)";

    /** What the searches find: a row per part, group and value, all of a query's for one value in a row. */
    static ResultQuery<? extends Record> search(Session session, List<SlotPart> parts) {
        Table<?> found = DSL.lateral(
                        DSL.table(SEARCH, USAGE_VALUE, DSL.val(session.tenant()), DSL.inline(UsageRow.NO_SUBSCRIPTION)))
                .as("found");
        return session.sql()
                .select(RowSet.column(NUMBER), KEY, GROUP_VALUES, VALUE, PUT, TAKEN)
                .from(write(parts).table(), found)
                .where(DSL.coalesce(PUT, TAKEN).isNotNull())
                .orderBy(RowSet.column(ORDER), KEY, VALUE);
    }

    /** What such a row says of the value. */
    ValueSlot last(Record row) {
        Long put = row.get(PUT);
        Long taken = row.get(TAKEN);
        return new ValueSlot(
                put == null ? ValueSlot.NEVER : put, taken == null ? ValueSlot.NEVER : taken, slot().seconds());
    }

    /** How long a slot is. */
    Grain slot() {
        return RollupPlan.of(query.meter()).slot();
    }

    /** Parts on their way to a statement that searches for each, numbered from 0. */
    static RowSet<Integer> write(List<SlotPart> parts) {
        return RowSet.of(IntStream.range(0, parts.size()).boxed().toList())
                .with(NUMBER, i -> i)
                .with(ORDER, i -> parts.get(i).order)
                .with(
                        USAGE_VALUE.CUSTOMER_ID,
                        i -> parts.get(i).query.customer().value())
                .with(
                        USAGE_VALUE.SUBSCRIPTION_ID,
                        i -> parts.get(i).query.subscription().value())
                .with(USAGE_VALUE.METER_ID, i -> parts.get(i).query.meter().id().value())
                .with(SLOT, i -> parts.get(i).slot().seconds())
                .with(
                        BUCKET,
                        i -> ValueRow.bucket(
                                parts.get(i).slot(), parts.get(i).slots.startInclusive()))
                .with(FROM_SLOT, i -> parts.get(i).slotOf(parts.get(i).slots.startInclusive()))
                .with(UNTIL_SLOT, i -> parts.get(i).slotOf(parts.get(i).slots.endExclusive()))
                .with(RollupPart.UNTIL, i -> parts.get(i).slots.endExclusive());
    }

    private long slotOf(Instant start) {
        return start.getEpochSecond() / slot().seconds();
    }
}
