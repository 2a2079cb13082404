package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_EVENT;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_ROLLUP;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.jdbc.internal.row.GroupKey;
import io.billing4j.jdbc.internal.row.RollupSum;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.usage.UsagePart;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** Answers plain sums: from what all events of days and hours add up to, and from events at the edges. */
record UsageRollups(Session session) {
    private static final Field<Integer> NUMBER = RowSet.column(RollupPart.NUMBER);
    private static final Field<BigDecimal> QUANTITY = DSL.field(DSL.name("found", "quantity"), BigDecimal.class);
    private static final Field<Long> EVENTS = DSL.field(DSL.name("found", "events"), Long.class);
    private static final List<Field<?>> COLUMNS = List.of(NUMBER, QUANTITY, EVENTS);

    /** The answers, without those queries that count no event. */
    Map<UsageQuery, UsageSummary> answers(List<UsageQuery> queries) {
        Map<UsageQuery, RollupSum> totals = new LinkedHashMap<>();
        List<RollupPart> parts = queries.stream().flatMap(RollupPart::of).toList();
        add(
                totals,
                "sums of buckets ",
                parts.stream().filter(RollupPart::rolledUp).toList(),
                this::ofBuckets);
        add(
                totals,
                "sums of events ",
                parts.stream().filter(part -> !part.rolledUp()).toList(),
                this::ofEvents);
        Map<UsageQuery, UsageSummary> answers = new LinkedHashMap<>();
        totals.forEach((query, total) -> answers.put(query, summary(query, total)));
        return answers;
    }

    private Select<?> ofBuckets() {
        return DSL.select(DSL.sum(USAGE_ROLLUP.QUANTITY_SUM), DSL.sum(USAGE_ROLLUP.EVENT_COUNT))
                .from(USAGE_ROLLUP)
                .where(
                        USAGE_ROLLUP.TENANT_ID.eq(session.tenant()),
                        USAGE_ROLLUP.CUSTOMER_ID.eq(RowSet.column(USAGE_ROLLUP.CUSTOMER_ID)),
                        RollupPart.isOf(USAGE_ROLLUP.SUBSCRIPTION_ID),
                        USAGE_ROLLUP.METER_ID.eq(RowSet.column(USAGE_ROLLUP.METER_ID)),
                        USAGE_ROLLUP.GRAIN.eq(RowSet.column(USAGE_ROLLUP.GRAIN)),
                        USAGE_ROLLUP.BUCKET_START.ge(RowSet.column(RollupPart.FROM)),
                        USAGE_ROLLUP.BUCKET_START.lt(RowSet.column(RollupPart.UNTIL)),
                        USAGE_ROLLUP.GROUP_KEY.eq(DSL.inline(GroupKey.ALL.text())));
    }

    private Select<?> ofEvents() {
        return DSL.select(DSL.sum(USAGE_EVENT.QUANTITY), DSL.count())
                .from(USAGE_EVENT)
                .where(
                        USAGE_EVENT.TENANT_ID.eq(session.tenant()),
                        USAGE_EVENT.CUSTOMER_ID.eq(RowSet.column(USAGE_ROLLUP.CUSTOMER_ID)),
                        RollupPart.isOf(USAGE_EVENT.SUBSCRIPTION_ID),
                        USAGE_EVENT.METER_ID.eq(RowSet.column(USAGE_ROLLUP.METER_ID)),
                        USAGE_EVENT.OCCURRED_AT.ge(RowSet.column(RollupPart.FROM)),
                        USAGE_EVENT.OCCURRED_AT.lt(RowSet.column(RollupPart.UNTIL)));
    }

    private static UsageSummary summary(UsageQuery query, RollupSum total) {
        Aggregation aggregation = query.meter().aggregation();
        BigDecimal aggregate =
                aggregation.kind() == MeterAggregation.COUNT ? BigDecimal.valueOf(total.count()) : total.sum();
        return UsageSummary.ofGroups(
                query, List.of(new UsagePart(Map.of(), null, aggregation.quantity(aggregate), total.count())));
    }

    private void add(Map<UsageQuery, RollupSum> totals, String name, List<RollupPart> parts, Supplier<Select<?>> sums) {
        RowSet.inChunks(parts, chunk -> {
            RowSet<Integer> rows = RollupPart.write(chunk);
            session.fetch(
                            name + rows.count(),
                            rows.searchParameters(session.tenant()),
                            COLUMNS,
                            () -> search(rows, sums.get()))
                    .forEach(row -> totals.merge(
                            chunk.get(row.get(NUMBER)).query(),
                            new RollupSum(row.get(QUANTITY), row.get(EVENTS)),
                            RollupSum::plus));
        });
    }

    /** LATERAL, so that each part is one short scan of an index whatever the planner believes of the tables. */
    private Query search(RowSet<?> parts, Select<?> sums) {
        return session.sql()
                .select(COLUMNS)
                .from(parts.counted(), DSL.lateral(sums).as("found", QUANTITY.getName(), EVENTS.getName()))
                .where(EVENTS.gt(DSL.inline(0L)));
    }
}
