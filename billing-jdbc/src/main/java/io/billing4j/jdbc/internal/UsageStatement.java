package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.UsageShape.KEY;
import static io.billing4j.jdbc.internal.UsageShape.LENGTH;
import static io.billing4j.jdbc.internal.UsageShape.NUMBER;
import static io.billing4j.jdbc.internal.UsageShape.PASSED;
import static io.billing4j.jdbc.internal.UsageShape.PUTS;
import static io.billing4j.jdbc.internal.UsageShape.VALUE;
import static io.billing4j.jdbc.internal.UsageShape.WINDOW;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.error.BillingException;
import io.billing4j.jdbc.internal.row.LatestKey;
import io.billing4j.usage.UsageDetail;
import io.billing4j.usage.UsagePart;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What queries of one shape make of events, in one statement; quotients alone are computed here, exactly.
 *
 * @param ranges the events; several of one query are answered apart
 */
record UsageStatement(UsageShape shape, List<EventRange> ranges) {
    private static final Field<BigDecimal> AGGREGATE = DSL.field(DSL.name("aggregate"), SQLDataType.NUMERIC);
    private static final Field<Long> EVENTS = DSL.field(DSL.name("events"), SQLDataType.BIGINT);
    private static final Field<Long> LAST_AT = DSL.field(DSL.name("last_at"), SQLDataType.BIGINT);
    private static final Field<Boolean> LAST_PUTS = DSL.field(DSL.name("last_puts"), SQLDataType.BOOLEAN);

    /** As {@link LatestKey} has it. */
    private static final String LATEST_KEY = "max((micros + " + LatestKey.ORIGIN + ")::text"
            + " || ((extract(epoch from recorded_at) * 1000000)::bigint + " + LatestKey.ORIGIN + ")::text"
            + " || event_id || ' ' || ({0})::text COLLATE \"C\")";

    private static final String LATEST_FIRST = "ORDER BY occurred_at DESC, recorded_at DESC, event_id DESC";

    /** The answers to queries that are wholly made of events, without those that count none. */
    Map<UsageQuery, UsageSummary> answers(Session session) {
        Map<Integer, List<UsagePart>> parts = new HashMap<>();
        Table<?> events = events(session);
        Select<? extends Record> statement = shape.detail() == UsageDetail.EVENTS ? singly(events) : grouped(events);
        rows(session, statement)
                .forEach(row -> parts.computeIfAbsent(row.get(NUMBER), number -> new ArrayList<>())
                        .add(part(row)));
        Map<UsageQuery, UsageSummary> answers = new HashMap<>();
        parts.forEach((number, own) -> {
            UsageQuery query = ranges.get(number).query();
            answers.put(
                    query,
                    shape.detail() == UsageDetail.EVENTS
                            ? UsageSummary.ofEvents(own)
                            : UsageSummary.ofGroups(query, own));
        });
        return answers;
    }

    /** Adds what the events are to the rest of what the queries are made of. */
    void addTo(Totals totals, Session session) {
        MeterAggregation kind = shape.meter().aggregation().kind();
        if (kind == MeterAggregation.UNIQUE) {
            forEachValue(session, (range, cell, value) -> {
                CellTotal total = totals.of(range.query()).cell(cell);
                total.add(value.events(), BigDecimal.ZERO, null, null);
                total.sawAtEdge(value);
            });
            return;
        }
        Table<?> events = events(session);
        rows(session, kind == MeterAggregation.LATEST ? latest(events) : grouped(events))
                .forEach(row -> addTo(totals.of(range(row).query()).cell(cell(row)), row));
    }

    private void addTo(CellTotal total, Record row) {
        long events = row.get(EVENTS.getName(), Long.class);
        switch (shape.meter().aggregation().kind()) {
            case MAX -> total.add(events, BigDecimal.ZERO, row.get(AGGREGATE), null);
            case LATEST -> total.add(events, BigDecimal.ZERO, null, row.get(AGGREGATE.getName(), String.class));
            default -> total.add(events, row.get(AGGREGATE.getName(), BigDecimal.class), null, null);
        }
    }

    /** Hands on the last event of each value that a cell of a range saw. */
    void forEachValue(Session session, ValueConsumer consumer) {
        rows(session, lastOfValues(events(session)))
                .forEach(row -> consumer.accept(
                        range(row),
                        cell(row),
                        new LastOfValue(row.get(KEY), row.get(LAST_AT), row.get(LAST_PUTS), row.get(EVENTS))));
    }

    /** Takes the last event of a value. */
    interface ValueConsumer {
        void accept(EventRange range, Cell cell, LastOfValue value);
    }

    private EventRange range(Record row) {
        return ranges.get(row.get(NUMBER));
    }

    private Table<?> events(Session session) {
        return shape.events(ranges, session.tenant()).asTable("u");
    }

    private List<? extends Record> rows(Session session, Select<? extends Record> statement) {
        try {
            return session.sql().fetch(statement);
        } catch (BillingException e) {
            throw session.refuse(shape.refusal(e));
        }
    }

    private Select<? extends Record> singly(Table<?> events) {
        List<Field<?>> columns = new ArrayList<>(shape.cell());
        columns.add(VALUE.as(AGGREGATE));
        columns.add(DSL.inline(1L).as(EVENTS));
        return DSL.select(columns)
                .from(events)
                .orderBy(NUMBER, DSL.field("occurred_at"), DSL.field("recorded_at"), DSL.field("event_id"));
    }

    private Select<? extends Record> grouped(Table<?> events) {
        return switch (shape.meter().aggregation().kind()) {
            case COUNT, SUM -> byCell(events, DSL.sum(VALUE), DSL.count());
            case MAX -> byCell(events, DSL.max(VALUE), DSL.count());
            case LATEST ->
                byCell(
                        events,
                        DSL.field("(array_agg({0} " + LATEST_FIRST + "))[1]", SQLDataType.NUMERIC, VALUE),
                        DSL.count());
            case UNIQUE -> unique(events);
            case TIME_WEIGHTED_SUM ->
                byCell(
                        events,
                        DSL.field("sum({0} * ({1} - greatest({2}, 0)))", SQLDataType.NUMERIC, VALUE, LENGTH, PASSED),
                        DSL.count());
            case TIME_WEIGHTED_UNIQUE -> timeIn(events);
            case CUSTOM -> throw new IllegalArgumentException("no statement for a function of the host");
        };
    }

    /** A value is in where its last event puts it in. */
    private Select<? extends Record> unique(Table<?> events) {
        Field<Boolean> in = DSL.field("(array_agg({0} " + LATEST_FIRST + "))[1]", SQLDataType.BOOLEAN, PUTS);
        Field<Boolean> isIn = DSL.field(DSL.name("is_in"), SQLDataType.BOOLEAN);
        Table<?> values = byValue(events, in.as(isIn)).asTable("x");
        return byCell(values, DSL.field("count(*) FILTER (WHERE {0})", SQLDataType.NUMERIC, isIn), DSL.sum(EVENTS));
    }

    /** Ranges of time are united, so that a date counts once on which a value was put in several times. */
    private Select<? extends Record> timeIn(Table<?> events) {
        String order = String.join(
                ", ",
                Stream.concat(shape.cell().stream(), Stream.of(KEY))
                        .map(field -> '"' + field.getName() + '"')
                        .toList());
        String next = " OVER (PARTITION BY " + order + " ORDER BY occurred_at, recorded_at, event_id)";
        Field<Long> nextPassed = DSL.field("lead({0})" + next, SQLDataType.BIGINT, PASSED);
        Field<Boolean> nextPuts = DSL.field("lead({0})" + next, SQLDataType.BOOLEAN, PUTS);
        boolean byDay = shape.meter().aggregation().measure() == TimeMeasure.BY_DAY;
        Field<Long> from = DSL.field("greatest({0}, 0)", SQLDataType.BIGINT, PASSED);
        Field<Long> until = DSL.field(
                "coalesce(least({0} + CASE WHEN {1} THEN 0 ELSE {2} END, {3}), {3})",
                SQLDataType.BIGINT, nextPassed, nextPuts, DSL.inline(byDay ? 1L : 0L), LENGTH);
        List<Field<?>> columns = new ArrayList<>(shape.cell());
        columns.addAll(List.of(KEY, PUTS));
        columns.add(DSL.field("int8range({0}, greatest({0}, {1}))", Object.class, from, until)
                .as("stay"));
        Table<?> stays = DSL.select(columns).from(events).asTable("s");
        Table<?> values = byValue(
                        stays,
                        DSL.field("range_agg(stay) FILTER (WHERE {0})", Object.class, PUTS)
                                .as("stays"))
                .asTable("x");
        return byCell(
                values,
                DSL.field(
                        "sum((SELECT coalesce(sum(upper(one) - lower(one)), 0) FROM unnest(stays) AS one))",
                        SQLDataType.NUMERIC),
                DSL.sum(EVENTS));
    }

    private Select<? extends Record> latest(Table<?> events) {
        return byCell(events, DSL.field(LATEST_KEY, SQLDataType.CLOB, VALUE), DSL.count());
    }

    /** When each value was last named, and whether that put it in. */
    private Select<? extends Record> lastOfValues(Table<?> events) {
        return byValue(
                events,
                DSL.field("(array_agg(micros " + LATEST_FIRST + "))[1]", SQLDataType.BIGINT)
                        .as(LAST_AT),
                DSL.field("(array_agg({0} " + LATEST_FIRST + "))[1]", SQLDataType.BOOLEAN, PUTS)
                        .as(LAST_PUTS));
    }

    private Select<? extends Record> byValue(Table<?> events, Field<?>... aggregates) {
        List<Field<?>> columns = new ArrayList<>(shape.cell());
        columns.add(KEY);
        columns.addAll(List.of(aggregates));
        columns.add(DSL.count().cast(SQLDataType.BIGINT).as(EVENTS));
        List<Field<?>> by = new ArrayList<>(shape.cell());
        by.add(KEY);
        return DSL.select(columns).from(events).groupBy(by);
    }

    private Select<? extends Record> byCell(Table<?> rows, Field<?> aggregate, Field<?> events) {
        List<Field<?>> columns = new ArrayList<>(shape.cell());
        columns.add(aggregate.as(AGGREGATE));
        columns.add(events.as(EVENTS));
        return DSL.select(columns).from(rows).groupBy(shape.cell());
    }

    private UsagePart part(Record row) {
        UsageQuery query = range(row).query();
        Aggregation aggregation = query.meter().aggregation();
        Cell cell = cell(row);
        BigDecimal aggregate = Objects.requireNonNull(row.get(AGGREGATE.getName(), BigDecimal.class));
        long events = Objects.requireNonNull(row.get(EVENTS.getName(), Long.class));
        TimeMeasure measure = aggregation.measure();
        return new UsagePart(
                cell.dimensions(),
                cell.window(),
                measure == null
                        ? aggregation.quantity(aggregate)
                        : aggregation.mean(aggregate, measure.whole(query.window())),
                events);
    }

    private Cell cell(Record row) {
        Map<String, String> dimensions = new HashMap<>();
        List<String> groupBy = shape.meter().groupBy();
        for (int i = 0; i < groupBy.size(); i++) {
            String value = row.get("g" + i, String.class);
            if (value != null) {
                dimensions.put(groupBy.get(i), value);
            }
        }
        Long window = row.get(WINDOW);
        return new Cell(dimensions, window == null ? null : ServiceClock.instant(window));
    }
}
