package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_EVENT;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_ROLLUP;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.period.BillingPeriod;
import io.billing4j.usage.UsageDetail;
import io.billing4j.usage.UsageQuery;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * What queries have in common that one statement answers from events: the meter, the detail, and the service where dates or
 * short windows matter, since these are computed here: the database may have another table of time zones. The events of each
 * query are one search of the index, whatever the planner believes of the table.
 */
record UsageShape(Meter meter, UsageDetail detail, @Nullable BillingPeriod service) {
    static final Field<Integer> NUMBER = RollupPart.NUMBER;
    static final Field<Long> WINDOW = DSL.field(DSL.name("w"), SQLDataType.BIGINT);
    static final Field<BigDecimal> VALUE = DSL.field(DSL.name("v"), SQLDataType.NUMERIC);
    static final Field<String> KEY = DSL.field(DSL.name("k"), SQLDataType.CLOB);
    static final Field<Boolean> PUTS = DSL.field(DSL.name("puts"), SQLDataType.BOOLEAN);

    /** The measure of time from the service's start to the event, below zero before it. */
    static final Field<Long> PASSED = DSL.field(DSL.name("passed"), SQLDataType.BIGINT);

    /** The measure of time of the whole service. */
    static final Field<Long> LENGTH = DSL.field(DSL.name("length"), SQLDataType.BIGINT);

    private static final String MISSING = "no value in event ";
    private static final String UNREADABLE = "no number in event ";

    // what EventValues takes for a number
    private static final String DECIMAL = "^-?[0-9]{1,24}([.][0-9]{1,18})?$";

    private static final Field<Long> START = DSL.field(DSL.name("start_micros"), SQLDataType.BIGINT);
    private static final Field<Long> END = DSL.field(DSL.name("end_micros"), SQLDataType.BIGINT);

    static UsageShape of(UsageQuery query) {
        Aggregation aggregation = query.meter().aggregation();
        boolean byClock = aggregation.window() != null || aggregation.measure() == TimeMeasure.BY_DAY;
        return new UsageShape(
                query.meter(), query.detail(), byClock ? ServiceClock.of(query).service() : null);
    }

    /** The columns of the properties that the meter groups by. */
    List<Field<String>> groups() {
        return IntStream.range(0, meter.groupBy().size())
                .mapToObj(i -> DSL.field(DSL.name("g" + i), SQLDataType.CLOB))
                .toList();
    }

    /** What identifies a group of a query. */
    List<Field<?>> cell() {
        List<Field<?>> cell = new ArrayList<>(List.of(NUMBER));
        cell.addAll(groups());
        cell.add(WINDOW);
        return cell;
    }

    /** The events that queries count in these stretches of time, with what the aggregation reads off them. */
    Select<?> events(List<EventRange> ranges, String tenant) {
        Table<?> found = DSL.lateral(DSL.select(
                                USAGE_EVENT.OCCURRED_AT,
                                USAGE_EVENT.RECORDED_AT,
                                USAGE_EVENT.EVENT_ID,
                                USAGE_EVENT.QUANTITY,
                                DSL.field("({0}::jsonb -> 'values')", USAGE_EVENT.PROPERTIES)
                                        .as("p"),
                                DSL.field("(extract(epoch from {0}) * 1000000)::bigint", USAGE_EVENT.OCCURRED_AT)
                                        .as("micros"))
                        .from(USAGE_EVENT)
                        .where(
                                USAGE_EVENT.TENANT_ID.eq(tenant),
                                USAGE_EVENT.CUSTOMER_ID.eq(RowSet.column(USAGE_ROLLUP.CUSTOMER_ID)),
                                RollupPart.isOf(USAGE_EVENT.SUBSCRIPTION_ID),
                                USAGE_EVENT.METER_ID.eq(meter.id().value()),
                                USAGE_EVENT.OCCURRED_AT.ge(RowSet.column(RollupPart.FROM)),
                                USAGE_EVENT.OCCURRED_AT.lt(RowSet.column(RollupPart.UNTIL)))
                        .offset(0))
                .as("e");
        List<Field<?>> columns = new ArrayList<>(List.of(RowSet.column(NUMBER).as(NUMBER)));
        for (int i = 0; i < meter.groupBy().size(); i++) {
            columns.add(property(meter.groupBy().get(i)).as("g" + i));
        }
        columns.add(window().as(WINDOW));
        columns.add(value().as(VALUE));
        columns.add(key().as(KEY));
        columns.add(DSL.field("e.quantity >= 0", SQLDataType.BOOLEAN).as(PUTS));
        columns.add(passed().as(PASSED));
        columns.add(length().as(LENGTH));
        columns.addAll(List.of(
                DSL.field("e.micros").as("micros"),
                DSL.field("e.occurred_at").as("occurred_at"),
                DSL.field("e.recorded_at").as("recorded_at"),
                DSL.field("e.event_id").as("event_id")));
        return DSL.select(columns).from(rows(ranges).table(), found).where(passes(meter.filter()));
    }

    /** The failure of a statement over the events: of one that came past the intake, what the pure form says of it. */
    BillingException refusal(BillingException failure) {
        String field = "properties." + meter.aggregation().valueProperty();
        if (SqlFailures.notCast(failure, MISSING)) {
            return ErrorCode.MISSING_FIELD
                    .because("a stored event lacks what the meter " + meter.id() + " needs", failure)
                    .within(field);
        }
        if (SqlFailures.notCast(failure, UNREADABLE)) {
            return ErrorCode.INVALID_NUMBER
                    .because("a stored event has no number for the meter " + meter.id(), failure)
                    .within(field);
        }
        return failure;
    }

    private static RowSet<Integer> rows(List<EventRange> ranges) {
        List<UsageQuery> queries = ranges.stream().map(EventRange::query).toList();
        return RowSet.of(IntStream.range(0, ranges.size()).boxed().toList())
                .with(NUMBER, i -> i)
                .with(USAGE_ROLLUP.CUSTOMER_ID, i -> queries.get(i).customer().value())
                .with(
                        USAGE_ROLLUP.SUBSCRIPTION_ID,
                        i -> queries.get(i).subscription().value())
                .with(RollupPart.FROM, i -> ranges.get(i).fromInclusive())
                .with(RollupPart.UNTIL, i -> ranges.get(i).untilExclusive())
                .with(START, i -> ServiceClock.micros(queries.get(i).service().startInclusive()))
                .with(END, i -> ServiceClock.micros(queries.get(i).service().endExclusive()));
    }

    private Field<BigDecimal> value() {
        String name = meter.aggregation().valueProperty();
        if (meter.aggregation().kind() == MeterAggregation.COUNT) {
            return DSL.inline(BigDecimal.ONE);
        }
        if (name == null || !meter.aggregation().kind().takesValues()) {
            return DSL.field("e.quantity", SQLDataType.NUMERIC);
        }
        // what cannot be counted fails in the cast instead of being left out of the sum
        return DSL.field(
                "CASE WHEN {0} ~ {1} THEN {0}::numeric WHEN {0} IS NULL THEN ({2} || e.event_id)::numeric"
                        + " ELSE ({3} || e.event_id)::numeric END",
                SQLDataType.NUMERIC, property(name), DSL.inline(DECIMAL), DSL.inline(MISSING), DSL.inline(UNREADABLE));
    }

    private Field<String> key() {
        String name = meter.aggregation().valueProperty();
        if (name == null || !meter.aggregation().kind().distinguishes()) {
            return DSL.field("NULL::text", SQLDataType.CLOB);
        }
        return DSL.field(
                "coalesce({0}, (({1} || e.event_id)::numeric)::text)",
                SQLDataType.CLOB, property(name), DSL.inline(MISSING));
    }

    private Field<Long> window() {
        AggregationWindow window = meter.aggregation().window();
        if (window == null || service == null) {
            return DSL.field("NULL::bigint", SQLDataType.BIGINT);
        }
        ServiceClock clock = new ServiceClock(service);
        Field<Long> micros = DSL.field("e.micros", SQLDataType.BIGINT);
        if (!ServiceClock.ofDates(window)) {
            Field<Long> local = DSL.field(
                    "({0} + ({1})[width_bucket({0}, {2})])",
                    SQLDataType.BIGINT, micros, array(clock.offsets()), array(clock.offsetStarts()));
            return DSL.field(
                    "({0} - (({1} % {2}) + {2}) % {2})",
                    SQLDataType.BIGINT, micros, local, DSL.inline(ServiceClock.microsOf(window)));
        }
        Field<Long[]> starts = array(clock.starts(window));
        return DSL.field("({1})[width_bucket({0}, {1})]", SQLDataType.BIGINT, micros, starts);
    }

    private Field<Long> passed() {
        if (meter.aggregation().measure() == TimeMeasure.BY_DAY && service != null) {
            return DSL.field(
                    "(width_bucket(e.micros, {0}) - 1)::bigint",
                    SQLDataType.BIGINT, array(new ServiceClock(service).dates()));
        }
        return DSL.field("(e.micros - {0})", SQLDataType.BIGINT, RowSet.column(START));
    }

    private Field<Long> length() {
        if (meter.aggregation().measure() == TimeMeasure.BY_DAY && service != null) {
            return DSL.inline((long) new ServiceClock(service).dates().length - 1);
        }
        return DSL.field("({0} - {1})", SQLDataType.BIGINT, RowSet.column(END), RowSet.column(START));
    }

    private static Condition passes(EventFilter filter) {
        Condition passes = all(filter.include());
        for (Map<String, PropertyValues> part : filter.exclude()) {
            passes = passes.and(DSL.not(all(part)));
        }
        return passes;
    }

    private static Condition all(Map<String, PropertyValues> conditions) {
        Condition all = DSL.trueCondition();
        for (Map.Entry<String, PropertyValues> condition : conditions.entrySet()) {
            Field<String[]> values = DSL.val(condition.getValue().values().toArray(String[]::new));
            // null = ANY of nothing is false in SQL, not null
            all = all.and(DSL.condition(
                    "CASE WHEN {0} IS NULL THEN {2} ELSE {0} = ANY({1}) END",
                    property(condition.getKey()),
                    values,
                    DSL.inline(condition.getValue().orAbsent())));
        }
        return all;
    }

    private static Field<String> property(String name) {
        return DSL.field("(e.p ->> {0}::text)", SQLDataType.CLOB, DSL.val(name));
    }

    private static Field<Long[]> array(Long[] values) {
        return DSL.val(values, SQLDataType.BIGINT.getArrayDataType());
    }
}
