package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_ROLLUP;

import io.billing4j.jdbc.internal.row.Grain;
import io.billing4j.jdbc.internal.row.RollupPlan;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.jdbc.internal.row.UsageRow;
import io.billing4j.usage.UsageQuery;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * One of the searches that answer a query.
 *
 * @param wanted of buckets; of events there is but one kind
 */
record RollupPart(UsageQuery query, WindowPart window, Wanted wanted) {
    static final Field<Integer> NUMBER = DSL.field(DSL.name("number"), SQLDataType.INTEGER);
    static final Field<Instant> FROM = DSL.field(DSL.name("from_inclusive"), SQLDataType.INSTANT);
    static final Field<Instant> UNTIL = DSL.field(DSL.name("until_exclusive"), SQLDataType.INSTANT);
    static final Field<Boolean> BY_BUCKET = DSL.field(DSL.name("by_bucket"), SQLDataType.BOOLEAN);
    static final Field<Boolean> UNROLLED = DSL.field(DSL.name("unrolled"), SQLDataType.BOOLEAN);

    /** What of buckets is wanted. */
    enum Wanted {
        /** All of them together. */
        TOGETHER,
        /** Each alone. */
        BY_BUCKET,
        /** Which of them the groups do not hold all events of. */
        UNROLLED
    }

    /** The searches that answer a plain sum. */
    static Stream<RollupPart> of(UsageQuery query) {
        return WindowPart.of(query.fromInclusive(), query.service().endExclusive(), RollupPlan.PLAIN.grains()).stream()
                .map(window -> new RollupPart(query, window, Wanted.TOGETHER));
    }

    /** That a row counts for the part: it names the query's subscription, or none. */
    static Condition isOf(Field<String> subscription) {
        return subscription.eq(
                DSL.any(DSL.array(RowSet.column(USAGE_ROLLUP.SUBSCRIPTION_ID), DSL.inline(UsageRow.NO_SUBSCRIPTION))));
    }

    /** Whether it is about buckets. */
    boolean rolledUp() {
        return window.grain() != null;
    }

    /** Parts on their way to a statement that searches for each, numbered from 0. */
    static RowSet<Integer> write(List<RollupPart> parts) {
        return RowSet.of(IntStream.range(0, parts.size()).boxed().toList())
                .with(NUMBER, i -> i)
                .with(
                        USAGE_ROLLUP.CUSTOMER_ID,
                        i -> parts.get(i).query.customer().value())
                .with(
                        USAGE_ROLLUP.SUBSCRIPTION_ID,
                        i -> parts.get(i).query.subscription().value())
                .with(
                        USAGE_ROLLUP.METER_ID,
                        i -> parts.get(i).query.meter().id().value())
                .with(USAGE_ROLLUP.GRAIN, i -> {
                    Grain grain = parts.get(i).window.grain();
                    return grain == null ? null : grain.name();
                })
                .with(FROM, i -> parts.get(i).window.startInclusive())
                .with(UNTIL, i -> parts.get(i).window.endExclusive());
    }

    /** The same for a statement that looks at groups. */
    static RowSet<Integer> writeGroups(List<RollupPart> parts) {
        return write(parts)
                .with(BY_BUCKET, i -> parts.get(i).wanted != Wanted.TOGETHER)
                .with(UNROLLED, i -> parts.get(i).wanted == Wanted.UNROLLED);
    }
}
