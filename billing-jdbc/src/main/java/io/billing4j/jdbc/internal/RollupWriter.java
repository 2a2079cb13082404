package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_ROLLUP;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_VALUE;

import io.billing4j.jdbc.internal.generated.tables.records.UsageRollupRecord;
import io.billing4j.jdbc.internal.row.RollupBatch;
import io.billing4j.jdbc.internal.row.RollupRow;
import io.billing4j.jdbc.internal.row.RollupState;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.jdbc.internal.row.ValueRow;
import io.billing4j.jdbc.internal.row.ValueSlots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateSetMoreStep;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** Adds to rollups, in the order of keys: whoever adds to the same ones waits, and never in a circle. */
record RollupWriter(Session session) {
    /**
     * Whether a row has the bits already. They are never cleared, so what this transaction sees of them holds; and it costs a
     * look at the index instead of a write.
     */
    private static final String IS_SET = "EXISTS (SELECT FROM {0} AS v WHERE v.tenant_id = {1}"
            + " AND v.customer_id = r.customer_id AND v.subscription_id = r.subscription_id AND v.meter_id = r.meter_id"
            + " AND v.bucket_start = r.bucket_start AND v.group_key = r.group_key AND v.value = r.value"
            + " AND v.put_slots & b.put = b.put AND (b.taken IS NULL OR v.taken_slots & b.taken = b.taken))";

    /** Adds what new events make of them. */
    void add(RollupBatch batch) {
        RowSet.inChunks(batch.buckets(), batch.grouped() ? this::addToGroups : this::add);
        RowSet.inChunks(batch.values(), this::setBits);
    }

    private void add(List<Map.Entry<RollupRow, RollupState>> states) {
        RowSet<?> rows = RollupRow.write(states);
        session.execute("add to usage_rollup", rows.parameters(session.tenant()), () -> upsert(rows));
    }

    private void addToGroups(List<Map.Entry<RollupRow, RollupState>> states) {
        RowSet<?> rows = RollupRow.writeGroups(states);
        session.execute(
                "add to groups of usage_rollup",
                rows.parameters(session.tenant()),
                () -> upsert(rows)
                        .set(USAGE_ROLLUP.ROLLED_UP_COUNT, sum(USAGE_ROLLUP.ROLLED_UP_COUNT))
                        .set(USAGE_ROLLUP.VALUE_MAX, greatest(USAGE_ROLLUP.VALUE_MAX))
                        .set(USAGE_ROLLUP.VALUE_LATEST, greatest(USAGE_ROLLUP.VALUE_LATEST))
                        .set(USAGE_ROLLUP.VALUE_MOMENT, sum(USAGE_ROLLUP.VALUE_MOMENT)));
    }

    private InsertOnDuplicateSetMoreStep<UsageRollupRecord> upsert(RowSet<?> rows) {
        return rows.insertInto(session.sql(), USAGE_ROLLUP, session.tenant())
                .onConflict(USAGE_ROLLUP.getPrimaryKey().getFields())
                .doUpdate()
                .set(USAGE_ROLLUP.EVENT_COUNT, sum(USAGE_ROLLUP.EVENT_COUNT))
                .set(USAGE_ROLLUP.QUANTITY_SUM, sum(USAGE_ROLLUP.QUANTITY_SUM));
    }

    private static <N extends Number> Field<N> sum(TableField<?, N> column) {
        return column.plus(DSL.excluded(column));
    }

    /** A group has either a largest value in all its rows or in none. */
    private static <T> Field<T> greatest(TableField<?, T> column) {
        return DSL.greatest(column, DSL.excluded(column));
    }

    private void setBits(List<Map.Entry<ValueRow, ValueSlots>> values) {
        List<Field<?>> into = new ArrayList<>(List.of(USAGE_VALUE.TENANT_ID));
        List<Field<?>> from = new ArrayList<>(List.of(DSL.val(session.tenant())));
        for (Field<?> key : List.of(
                USAGE_VALUE.CUSTOMER_ID,
                USAGE_VALUE.SUBSCRIPTION_ID,
                USAGE_VALUE.METER_ID,
                USAGE_VALUE.BUCKET_START,
                USAGE_VALUE.GROUP_KEY,
                USAGE_VALUE.VALUE,
                USAGE_VALUE.GROUP_VALUES)) {
            into.add(key);
            from.add(RowSet.column(key));
        }
        into.addAll(List.of(USAGE_VALUE.PUT_SLOTS, USAGE_VALUE.TAKEN_SLOTS));
        from.addAll(List.of(bits("b.put"), bits("b.taken")));
        session.sql()
                .insertInto(USAGE_VALUE, into)
                .select(DSL.select(from)
                        .from(ValueRow.write(values).table(), ValueRow.bits())
                        .where(DSL.not(DSL.condition(IS_SET, USAGE_VALUE, DSL.val(session.tenant())))))
                .onConflict(USAGE_VALUE.getPrimaryKey().getFields())
                .doUpdate()
                .set(USAGE_VALUE.PUT_SLOTS, bits("{0} | {1}", USAGE_VALUE.PUT_SLOTS))
                .set(USAGE_VALUE.TAKEN_SLOTS, bits("coalesce({0} | {1}, {0}, {1})", USAGE_VALUE.TAKEN_SLOTS))
                .execute();
    }

    private static Field<String> bits(String expression) {
        return DSL.field(expression, String.class);
    }

    private static Field<String> bits(String expression, Field<String> column) {
        return DSL.field(expression, String.class, column, DSL.excluded(column));
    }
}
