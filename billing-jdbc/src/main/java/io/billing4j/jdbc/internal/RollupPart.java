package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_ROLLUP;

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

/** One sum of those that answer a query. */
record RollupPart(UsageQuery query, WindowPart window) {
    static final Field<Integer> NUMBER = DSL.field(DSL.name("number"), SQLDataType.INTEGER);
    static final Field<Instant> FROM = DSL.field(DSL.name("from_inclusive"), SQLDataType.INSTANT);
    static final Field<Instant> UNTIL = DSL.field(DSL.name("until_exclusive"), SQLDataType.INSTANT);

    static Stream<RollupPart> of(UsageQuery query) {
        return WindowPart.of(query.fromInclusive(), query.service().endExclusive()).stream()
                .map(window -> new RollupPart(query, window));
    }

    /** That a row counts for the part: it names the query's subscription, or none. */
    static Condition isOf(Field<String> subscription) {
        return subscription.eq(
                DSL.any(DSL.array(RowSet.column(USAGE_ROLLUP.SUBSCRIPTION_ID), DSL.inline(UsageRow.NO_SUBSCRIPTION))));
    }

    /** Whether the sum stands in the rollups. */
    boolean rolledUp() {
        return window.source() != WindowPart.Source.EVENTS;
    }

    /** Parts on their way to a statement that adds up each, numbered from 0. */
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
                .with(USAGE_ROLLUP.GRAIN, i -> parts.get(i).window.source().name())
                .with(FROM, i -> parts.get(i).window.startInclusive())
                .with(UNTIL, i -> parts.get(i).window.endExclusive());
    }
}
