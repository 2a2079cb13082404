package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_EVENT;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_KEY;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_ROLLUP;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_TOUCHED;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.jdbc.internal.generated.Routines;
import io.billing4j.jdbc.internal.row.RollupRow;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.jdbc.internal.row.UsageRow;
import io.billing4j.store.UsageStore;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageOutcome;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageTotal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Usage on PostgreSQL. The keys of events decide which are new; raw rows and rollups follow for those alone. Keys and
 * rollups are each written in their order, keys first, so that overlapping batches wait for each other and never in a
 * circle.
 */
final class PgUsageStore implements UsageStore {
    private final Session session;
    private final KnownMonths months;
    private final Set<YearMonth> ensured = new HashSet<>();

    PgUsageStore(Session session, KnownMonths months) {
        this.session = session;
        this.months = months;
    }

    @Override
    public List<UsageOutcome> record(List<UsageEvent> events, Instant recordedAt) {
        Map<EventId, Integer> firsts = new TreeMap<>();
        for (int i = 0; i < events.size(); i++) {
            firsts.putIfAbsent(events.get(i).id(), i);
        }
        ensurePartitions(events);
        List<UsageEvent> distinct = firsts.values().stream().map(events::get).toList();
        Set<EventId> inserted = insertKeys(distinct);
        List<UsageEvent> fresh =
                distinct.stream().filter(event -> inserted.contains(event.id())).toList();
        Map<EventId, ContentHash> stored = storedHashes(distinct, inserted);
        insertEvents(fresh, recordedAt);
        addToRollups(fresh);
        List<UsageOutcome> outcomes = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            UsageEvent event = events.get(i);
            int first = firsts.getOrDefault(event.id(), i);
            if (i == first && inserted.contains(event.id())) {
                outcomes.add(UsageOutcome.RECORDED);
            } else {
                ContentHash known = stored.get(event.id());
                ContentHash expected = known == null ? events.get(first).contentHash() : known;
                outcomes.add(event.contentHash().equals(expected) ? UsageOutcome.DUPLICATE : UsageOutcome.CONFLICT);
            }
        }
        return outcomes;
    }

    /** A month that this transaction made is remembered only once the transaction is committed. */
    private void ensurePartitions(List<UsageEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            Instant occurredAt = events.get(i).occurredAt();
            YearMonth month = YearMonth.from(occurredAt.atOffset(ZoneOffset.UTC));
            if (!months.contains(month) && !ensured.contains(month)) {
                ensurePartition(occurredAt, "events[" + i + "].occurredAt");
                ensured.add(month);
                session.afterCommit(() -> months.add(month));
            }
        }
    }

    private void ensurePartition(Instant occurredAt, String field) {
        try {
            Routines.ensureUsagePartition(session.sql().configuration(), occurredAt);
        } catch (BillingException e) {
            if (SqlFailures.outOfRange(e)) {
                throw ErrorCode.EVENT_OUT_OF_RANGE.at(field, "no usage is kept for " + occurredAt);
            }
            throw e;
        }
    }

    /** Of an id that another transaction is inserting, this waits to see whether it does. */
    private Set<EventId> insertKeys(List<UsageEvent> events) {
        Set<EventId> inserted = new HashSet<>();
        RowSet.inChunks(
                events,
                chunk -> UsageRow.keys(chunk)
                        .insertInto(session.sql(), USAGE_KEY, session.tenant())
                        .onConflictDoNothing()
                        .returningResult(USAGE_KEY.EVENT_ID)
                        .forEach(row -> inserted.add(EventId.of(row.value1()))));
        return inserted;
    }

    /** In a statement after the insert, which therefore sees what others committed while that one waited. */
    private Map<EventId, ContentHash> storedHashes(List<UsageEvent> events, Set<EventId> inserted) {
        String[] known = events.stream()
                .map(UsageEvent::id)
                .filter(id -> !inserted.contains(id))
                .map(EventId::value)
                .toArray(String[]::new);
        if (known.length == 0) {
            return Map.of();
        }
        return session.sql()
                .select(USAGE_KEY.EVENT_ID, USAGE_KEY.CONTENT_HASH)
                .from(USAGE_KEY)
                .where(USAGE_KEY.TENANT_ID.eq(session.tenant()), USAGE_KEY.EVENT_ID.eq(DSL.any(known)))
                .fetchMap(row -> EventId.of(row.value1()), row -> ContentHash.ofBytes(row.value2()));
    }

    private void insertEvents(List<UsageEvent> events, Instant recordedAt) {
        RowSet.inChunks(
                events,
                chunk -> UsageRow.events(chunk, recordedAt)
                        .insertInto(session.sql(), USAGE_EVENT, session.tenant())
                        .execute());
    }

    private void addToRollups(List<UsageEvent> events) {
        RowSet.inChunks(
                RollupRow.of(events),
                chunk -> RollupRow.write(chunk)
                        .insertInto(session.sql(), USAGE_ROLLUP, session.tenant())
                        .onConflict(USAGE_ROLLUP.getPrimaryKey().getFields())
                        .doUpdate()
                        .set(
                                USAGE_ROLLUP.EVENT_COUNT,
                                USAGE_ROLLUP.EVENT_COUNT.plus(DSL.excluded(USAGE_ROLLUP.EVENT_COUNT)))
                        .set(
                                USAGE_ROLLUP.QUANTITY_SUM,
                                USAGE_ROLLUP.QUANTITY_SUM.plus(DSL.excluded(USAGE_ROLLUP.QUANTITY_SUM)))
                        .execute());
    }

    @Override
    public Map<UsageQuery, UsageTotal> totals(Collection<UsageQuery> queries) {
        Map<UsageQuery, UsageTotal> totals = new LinkedHashMap<>();
        queries.forEach(query -> totals.put(query, UsageTotal.NONE));
        List<UsagePart> parts = totals.keySet().stream().flatMap(UsagePart::of).toList();
        Select<?> rolledUp = DSL.select(DSL.sum(USAGE_ROLLUP.QUANTITY_SUM), DSL.sum(USAGE_ROLLUP.EVENT_COUNT))
                .from(USAGE_ROLLUP)
                .where(
                        USAGE_ROLLUP.TENANT_ID.eq(session.tenant()),
                        USAGE_ROLLUP.CUSTOMER_ID.eq(RowSet.column(USAGE_ROLLUP.CUSTOMER_ID)),
                        UsagePart.isOf(USAGE_ROLLUP.SUBSCRIPTION_ID),
                        USAGE_ROLLUP.METER_ID.eq(RowSet.column(USAGE_ROLLUP.METER_ID)),
                        USAGE_ROLLUP.GRAIN.eq(RowSet.column(USAGE_ROLLUP.GRAIN)),
                        USAGE_ROLLUP.BUCKET_START.ge(RowSet.column(UsagePart.FROM)),
                        USAGE_ROLLUP.BUCKET_START.lt(RowSet.column(UsagePart.UNTIL)));
        Select<?> atEdges = DSL.select(DSL.sum(USAGE_EVENT.QUANTITY), DSL.count())
                .from(USAGE_EVENT)
                .where(
                        USAGE_EVENT.TENANT_ID.eq(session.tenant()),
                        USAGE_EVENT.CUSTOMER_ID.eq(RowSet.column(USAGE_ROLLUP.CUSTOMER_ID)),
                        UsagePart.isOf(USAGE_EVENT.SUBSCRIPTION_ID),
                        USAGE_EVENT.METER_ID.eq(RowSet.column(USAGE_ROLLUP.METER_ID)),
                        USAGE_EVENT.OCCURRED_AT.ge(RowSet.column(UsagePart.FROM)),
                        USAGE_EVENT.OCCURRED_AT.lt(RowSet.column(UsagePart.UNTIL)));
        add(totals, parts.stream().filter(UsagePart::rolledUp).toList(), rolledUp);
        add(totals, parts.stream().filter(part -> !part.rolledUp()).toList(), atEdges);
        return totals;
    }

    /** LATERAL, so that each part is one short scan of an index whatever the planner believes of the tables. */
    private void add(Map<UsageQuery, UsageTotal> totals, List<UsagePart> parts, Select<?> sums) {
        Table<?> found = DSL.lateral(sums).as("found", "quantity", "events");
        Field<BigDecimal> quantity = DSL.field(DSL.name("found", "quantity"), BigDecimal.class);
        Field<Long> events = DSL.field(DSL.name("found", "events"), Long.class);
        RowSet.inChunks(
                parts,
                chunk -> session.sql()
                        .select(RowSet.column(UsagePart.NUMBER), quantity, events)
                        .from(UsagePart.write(chunk).table(), found)
                        .where(events.gt(0L))
                        .forEach(row -> totals.merge(
                                chunk.get(row.value1()).query(),
                                new UsageTotal(row.value2(), row.value3()),
                                (a, b) -> new UsageTotal(a.sum().add(b.sum()), a.count() + b.count()))));
    }

    @Override
    public void insertTouched(List<TouchedWindow> windows) {
        RowSet.inChunks(
                windows,
                chunk -> UsageRow.touched(chunk)
                        .insertInto(session.sql(), USAGE_TOUCHED, session.tenant())
                        .execute());
    }

    @Override
    public List<TouchedWindow> touched(CustomerId customer) {
        return session.sql()
                .selectFrom(USAGE_TOUCHED)
                .where(
                        USAGE_TOUCHED.TENANT_ID.eq(session.tenant()),
                        USAGE_TOUCHED.CUSTOMER_ID.eq(customer.value()),
                        USAGE_TOUCHED.SETTLED_BY.isNull())
                .orderBy(USAGE_TOUCHED.RECORDED_AT, USAGE_TOUCHED.TOUCHED_ID)
                .fetch(UsageRow::touched);
    }
}
