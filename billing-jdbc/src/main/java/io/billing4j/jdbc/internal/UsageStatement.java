package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.UsageShape.KEY;
import static io.billing4j.jdbc.internal.UsageShape.LENGTH;
import static io.billing4j.jdbc.internal.UsageShape.NUMBER;
import static io.billing4j.jdbc.internal.UsageShape.PASSED;
import static io.billing4j.jdbc.internal.UsageShape.PUTS;
import static io.billing4j.jdbc.internal.UsageShape.VALUE;
import static io.billing4j.jdbc.internal.UsageShape.WINDOW;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.error.BillingException;
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

/** Answers the queries of one shape from events, in one statement; quotients alone are computed here, exactly. */
record UsageStatement(UsageShape shape, List<UsageQuery> queries) {
    private static final Field<BigDecimal> AGGREGATE = DSL.field(DSL.name("aggregate"), SQLDataType.NUMERIC);
    private static final Field<Long> EVENTS = DSL.field(DSL.name("events"), SQLDataType.BIGINT);
    private static final String LATEST_FIRST = "ORDER BY occurred_at DESC, recorded_at DESC, event_id DESC";

    /** The answers, without those queries that count no event. */
    Map<UsageQuery, UsageSummary> answers(Session session) {
        Map<Integer, List<UsagePart>> parts = new HashMap<>();
        Table<?> events = shape.events(queries, session.tenant()).asTable("u");
        Select<? extends Record> statement = shape.detail() == UsageDetail.EVENTS ? singly(events) : grouped(events);
        rows(session, statement)
                .forEach(row -> parts.computeIfAbsent(row.get(NUMBER), number -> new ArrayList<>())
                        .add(part(row)));
        Map<UsageQuery, UsageSummary> answers = new HashMap<>();
        parts.forEach((number, own) -> {
            UsageQuery query = queries.get(number);
            answers.put(
                    query,
                    shape.detail() == UsageDetail.EVENTS
                            ? UsageSummary.ofEvents(own)
                            : UsageSummary.ofGroups(query, own));
        });
        return answers;
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

    private Select<? extends Record> byValue(Table<?> events, Field<?> aggregate) {
        List<Field<?>> columns = new ArrayList<>(shape.cell());
        columns.addAll(List.of(KEY, aggregate, DSL.count().as(EVENTS)));
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
        UsageQuery query = queries.get(row.get(NUMBER));
        Aggregation aggregation = query.meter().aggregation();
        Map<String, String> dimensions = new HashMap<>();
        for (int i = 0; i < query.meter().groupBy().size(); i++) {
            String value = row.get("g" + i, String.class);
            if (value != null) {
                dimensions.put(query.meter().groupBy().get(i), value);
            }
        }
        BigDecimal aggregate = Objects.requireNonNull(row.get(AGGREGATE.getName(), BigDecimal.class));
        long events = Objects.requireNonNull(row.get(EVENTS.getName(), Long.class));
        Long window = row.get(WINDOW);
        TimeMeasure measure = aggregation.measure();
        return new UsagePart(
                dimensions,
                window == null ? null : ServiceClock.instant(window),
                measure == null
                        ? aggregation.quantity(aggregate)
                        : aggregation.mean(aggregate, measure.whole(query.window())),
                events);
    }
}
