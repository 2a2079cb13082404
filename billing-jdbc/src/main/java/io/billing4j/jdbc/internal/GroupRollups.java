package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_ROLLUP;

import io.billing4j.catalog.Aggregation;
import io.billing4j.jdbc.internal.RollupPart.Wanted;
import io.billing4j.jdbc.internal.row.Grain;
import io.billing4j.jdbc.internal.row.GroupKey;
import io.billing4j.jdbc.internal.row.RollupPlan;
import io.billing4j.jdbc.internal.row.RollupState;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jooq.Cursor;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Answers meters whose groups are rolled up: whole buckets from what their groups hold, the rest from events. A day of which
 * the groups do not hold all events counts as rest.
 */
final class GroupRollups {
    private static final int FETCHED_AT_ONCE = 5_000;
    private static final NavigableSet<Instant> NO_DAYS = Collections.emptyNavigableSet();

    private static final Field<String> KEY = DSL.field(DSL.name("found", "group_key"), SQLDataType.CLOB);
    private static final Field<String> VALUES = DSL.field(DSL.name("found", "group_values"), SQLDataType.CLOB);
    private static final Field<Instant> BUCKET = DSL.field(DSL.name("found", "bucket"), SQLDataType.INSTANT);
    private static final Field<Long> EVENTS = DSL.field(DSL.name("found", "events"), SQLDataType.BIGINT);
    private static final Field<BigDecimal> TOTAL = DSL.field(DSL.name("found", "total"), SQLDataType.NUMERIC);
    private static final Field<BigDecimal> LARGEST = DSL.field(DSL.name("found", "largest"), SQLDataType.NUMERIC);
    private static final Field<String> LATEST = DSL.field(DSL.name("found", "latest"), SQLDataType.CLOB);
    private static final Field<BigDecimal> MOMENT = DSL.field(DSL.name("found", "moment"), SQLDataType.NUMERIC);

    private final Session session;
    private final Totals totals = new Totals();
    private final Map<UsageQuery, NavigableSet<Instant>> unrolled = new HashMap<>();

    GroupRollups(Session session) {
        this.session = session;
    }

    /** The answers; none twice. */
    Map<UsageQuery, UsageSummary> answers(List<UsageQuery> queries) {
        addBuckets(queries, true);
        List<UsageQuery> fromEvents = withDayMissing();
        fromEvents.forEach(unrolled::remove);
        fromEvents.forEach(totals::remove);
        addBuckets(List.copyOf(unrolled.keySet()), false);
        addEvents();
        new UniqueValues(session, totals).count();
        Map<UsageQuery, UsageSummary> answers = new HashMap<>(new EventAnswers(session).answers(fromEvents));
        totals.all().forEach(total -> answers.put(total.query(), total.summary()));
        return answers;
    }

    /** Values are told apart over all of a window: where a day of it is missing, its events are read as a whole. */
    private List<UsageQuery> withDayMissing() {
        return unrolled.keySet().stream()
                .filter(query -> totals.of(query).tellsApart())
                .toList();
    }

    private void addBuckets(List<UsageQuery> queries, boolean check) {
        List<RollupPart> parts = new ArrayList<>();
        for (UsageQuery query : queries) {
            WindowLayout layout = WindowLayout.of(
                    query, RollupPlan.of(query.meter()).grains(), unrolled.getOrDefault(query, NO_DAYS));
            totals.begin(new QueryTotals(query, layout));
            layout.buckets().forEach(part -> parts.add(new RollupPart(query, part, wanted(query, part))));
            if (check) {
                parts.add(new RollupPart(query, days(query), Wanted.UNROLLED));
            }
        }
        RowSet.inChunks(parts, this::addParts);
    }

    private static Wanted wanted(UsageQuery query, WindowPart part) {
        Aggregation aggregation = query.meter().aggregation();
        boolean whenMatters = aggregation.window() != null || aggregation.measure() != null;
        boolean before = part.startInclusive().isBefore(query.service().startInclusive());
        return whenMatters && !before ? Wanted.BY_BUCKET : Wanted.TOGETHER;
    }

    /** All days that the query touches. */
    private static WindowPart days(UsageQuery query) {
        return new WindowPart(
                Grain.DAY,
                Grain.DAY.bucket(query.fromInclusive()),
                query.service().endExclusive());
    }

    private void addParts(List<RollupPart> parts) {
        try (Cursor<? extends Record> rows = session.sql()
                .select(RowSet.column(RollupPart.NUMBER), KEY, VALUES, BUCKET, EVENTS, TOTAL, LARGEST, LATEST, MOMENT)
                .from(RollupPart.writeGroups(parts).table(), found(session.tenant()))
                .fetchSize(FETCHED_AT_ONCE)
                .fetchLazy()) {
            for (Record row : rows) {
                add(parts.get(row.get(RollupPart.NUMBER)), row);
            }
        }
    }

    private void add(RollupPart part, Record row) {
        if (part.wanted() == Wanted.UNROLLED) {
            unrolled.computeIfAbsent(part.query(), query -> new TreeSet<>()).add(row.get(BUCKET));
        } else {
            GroupKey group = new GroupKey(row.get(KEY), row.get(VALUES));
            totals.of(part.query())
                    .add(
                            group,
                            row.get(BUCKET),
                            new RollupState(
                                    row.get(EVENTS),
                                    row.get(TOTAL),
                                    0,
                                    row.get(LARGEST),
                                    row.get(LATEST),
                                    row.get(MOMENT)));
        }
    }

    /** One search of the index per part, whatever the planner believes of the table. */
    private static Table<?> found(String tenant) {
        Field<Boolean> isOfAll = USAGE_ROLLUP.GROUP_KEY.eq(DSL.inline(GroupKey.ALL.text()));
        Field<Instant> bucket = DSL.when(DSL.condition(RowSet.column(RollupPart.BY_BUCKET)), USAGE_ROLLUP.BUCKET_START);
        return DSL.lateral(DSL.select(
                                USAGE_ROLLUP.GROUP_KEY,
                                DSL.max(USAGE_ROLLUP.GROUP_VALUES).as("group_values"),
                                bucket.as("bucket"),
                                DSL.sum(USAGE_ROLLUP.EVENT_COUNT).as("events"),
                                DSL.sum(USAGE_ROLLUP.QUANTITY_SUM).as("total"),
                                DSL.max(USAGE_ROLLUP.VALUE_MAX).as("largest"),
                                DSL.max(USAGE_ROLLUP.VALUE_LATEST).as("latest"),
                                DSL.sum(USAGE_ROLLUP.VALUE_MOMENT).as("moment"))
                        .from(USAGE_ROLLUP)
                        .where(
                                USAGE_ROLLUP.TENANT_ID.eq(tenant),
                                USAGE_ROLLUP.CUSTOMER_ID.eq(RowSet.column(USAGE_ROLLUP.CUSTOMER_ID)),
                                RollupPart.isOf(USAGE_ROLLUP.SUBSCRIPTION_ID),
                                USAGE_ROLLUP.METER_ID.eq(RowSet.column(USAGE_ROLLUP.METER_ID)),
                                USAGE_ROLLUP.GRAIN.eq(RowSet.column(USAGE_ROLLUP.GRAIN)),
                                USAGE_ROLLUP.BUCKET_START.ge(RowSet.column(RollupPart.FROM)),
                                USAGE_ROLLUP.BUCKET_START.lt(RowSet.column(RollupPart.UNTIL)),
                                DSL.condition(isOfAll).eq(DSL.condition(RowSet.column(RollupPart.UNROLLED))),
                                DSL.condition(RowSet.column(RollupPart.UNROLLED))
                                        .not()
                                        .or(USAGE_ROLLUP.EVENT_COUNT.ne(USAGE_ROLLUP.ROLLED_UP_COUNT)))
                        .groupBy(USAGE_ROLLUP.GROUP_KEY, bucket))
                .as("found");
    }

    private void addEvents() {
        Map<UsageShape, List<EventRange>> ranges = new LinkedHashMap<>();
        totals.all()
                .forEach(own -> own.layout()
                        .events()
                        .forEach(part -> ranges.computeIfAbsent(UsageShape.of(own.query()), shape -> new ArrayList<>())
                                .add(EventRange.of(own.query(), part))));
        ranges.forEach(
                (shape, own) -> RowSet.inChunks(own, chunk -> new UsageStatement(shape, chunk).addTo(totals, session)));
    }
}
