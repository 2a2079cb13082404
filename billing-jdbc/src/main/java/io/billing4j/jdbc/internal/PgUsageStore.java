package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.TENANT;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_EVENT;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_KEY;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_REPORTED;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_TOUCHED;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.jdbc.internal.generated.Routines;
import io.billing4j.jdbc.internal.row.RollupBatch;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.jdbc.internal.row.UsageRow;
import io.billing4j.store.CatalogStore;
import io.billing4j.store.UsageStore;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.ReportedUsage;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageOutcome;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Usage on PostgreSQL. The keys of events decide which are new; raw rows and rollups follow for those alone. Keys and
 * rollups are each written in their order, keys first, so that overlapping batches wait for each other and never in a
 * circle.
 */
final class PgUsageStore implements UsageStore {
    private static final Field<String[]> INSERTED = DSL.field(DSL.name("inserted"), String[].class);
    private static final Name FREE = DSL.name("free");

    private final Session session;
    private final KnownMonths months;
    private final CatalogStore catalog;
    private final Set<YearMonth> ensured = new HashSet<>();

    PgUsageStore(Session session, KnownMonths months, CatalogStore catalog) {
        this.session = session;
        this.months = months;
        this.catalog = catalog;
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
        rollUp(fresh, recordedAt);
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

    /**
     * A month that this transaction made is remembered only once the transaction is committed, and an old one, which may be
     * dropped, not at all: asking for it keeps it to the end of the transaction.
     */
    private void ensurePartitions(List<UsageEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            Instant occurredAt = events.get(i).occurredAt();
            YearMonth month = YearMonth.from(occurredAt.atOffset(ZoneOffset.UTC));
            boolean lasting = session.usageAges().keepPartition(month);
            if (!(lasting && months.contains(month)) && !ensured.contains(month)) {
                ensurePartition(occurredAt, "events[" + i + "].occurredAt");
                ensured.add(month);
                if (lasting) {
                    session.afterCommit(() -> months.add(month));
                }
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

    /**
     * The ids that are new, of which this writes the keys. Of an id that another transaction is inserting, it waits to see
     * whether that does.
     */
    private Set<EventId> insertKeys(List<UsageEvent> events) {
        Set<EventId> inserted = new HashSet<>();
        RowSet.inChunks(events, chunk -> {
            String[] ids = insertedOf(chunk);
            if (ids == null) {
                chunk.forEach(event -> inserted.add(event.id()));
            } else {
                Stream.of(ids).map(EventId::of).forEach(inserted::add);
            }
        });
        return inserted;
    }

    /** Null for all, as is mostly so: then there is nothing to be sent back. */
    private String @Nullable [] insertedOf(List<UsageEvent> events) {
        RowSet<UsageEvent> keys = UsageRow.keys(events);
        List<String> parameters = keys.parameters(session.tenant());
        parameters.add(Integer.toString(events.size()));
        return session.fetch("insert usage_key", parameters, List.of(INSERTED), () -> insertKeys(keys, events.size()))
                .get(0)
                .get(INSERTED);
    }

    private Query insertKeys(RowSet<UsageEvent> keys, int count) {
        Name name = DSL.name("inserted");
        Field<String> id = DSL.field(DSL.name("inserted", "event_id"), String.class);
        return session.sql()
                .with(name)
                .as(keys.insertInto(session.sql(), USAGE_KEY, session.tenant())
                        .onConflictDoNothing()
                        .returningResult(USAGE_KEY.EVENT_ID))
                .select(DSL.when(
                        DSL.count().lt(count),
                        DSL.coalesce(DSL.arrayAgg(id), DSL.field("'{}'::text[]", String[].class))))
                .from(DSL.table(name));
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
        RowSet.inChunks(events, chunk -> session.insert(UsageRow.events(chunk, recordedAt), USAGE_EVENT));
    }

    private void rollUp(List<UsageEvent> events, Instant recordedAt) {
        Set<MeterId> meters = events.stream().map(UsageEvent::meter).collect(Collectors.toSet());
        new RollupWriter(session).add(new RollupBatch(catalog.findMeters(meters), recordedAt).with(events));
    }

    @Override
    public Map<UsageQuery, UsageSummary> summaries(Collection<UsageQuery> queries) {
        return new SummaryReader(session, catalog).answers(queries);
    }

    @Override
    public List<RecordedUsage> events(UsageQuery query) {
        return session
                .sql()
                .selectFrom(USAGE_EVENT)
                .where(
                        USAGE_EVENT.TENANT_ID.eq(session.tenant()),
                        USAGE_EVENT.CUSTOMER_ID.eq(query.customer().value()),
                        USAGE_EVENT.SUBSCRIPTION_ID.in(query.subscription().value(), UsageRow.NO_SUBSCRIPTION),
                        USAGE_EVENT.METER_ID.eq(query.meter().id().value()),
                        USAGE_EVENT.OCCURRED_AT.ge(query.fromInclusive()),
                        USAGE_EVENT.OCCURRED_AT.lt(query.service().endExclusive()))
                .orderBy(USAGE_EVENT.OCCURRED_AT, USAGE_EVENT.RECORDED_AT, USAGE_EVENT.EVENT_ID)
                .fetch(UsageRow::usage)
                .stream()
                .filter(usage -> query.matches(usage.event()))
                .toList();
    }

    @Override
    public Optional<Instant> openFrom(Instant from) {
        return session.usageAges().keepKeys(from) ? Optional.empty() : announced(TENANT.USAGE_OPEN_FROM);
    }

    @Override
    public Optional<Instant> keptFrom(Instant from) {
        return session.usageAges().keepEvents(from) ? Optional.empty() : announced(TENANT.USAGE_KEPT_FROM);
    }

    /** Those who delete wait for the lock; what they announced before that is read after it. */
    private Optional<Instant> announced(Field<Instant> column) {
        session.sql().execute("LOCK TABLE ONLY {0} IN ACCESS SHARE MODE", USAGE_EVENT);
        return session.sql()
                .select(column)
                .from(TENANT)
                .where(TENANT.TENANT_ID.eq(session.tenant()))
                .fetchOptional(column);
    }

    @Override
    public void insertTouched(List<TouchedWindow> windows) {
        RowSet.inChunks(windows, chunk -> session.insert(UsageRow.touched(chunk), USAGE_TOUCHED));
    }

    @Override
    public List<TouchedWindow> touched(Collection<CustomerId> customers) {
        List<CustomerId> keys = customers.stream().distinct().sorted().toList();
        RowSet<CustomerId> rows = RowSet.of(keys).with(USAGE_TOUCHED.CUSTOMER_ID, CustomerId::value);
        return session.fetch(
                        "touched " + rows.count(),
                        rows.searchParameters(session.tenant()),
                        List.of(USAGE_TOUCHED.fields()),
                        () -> touched(rows))
                .map(UsageRow::touched);
    }

    private Query touched(RowSet<?> customers) {
        Table<?> found = RowSet.found(
                USAGE_TOUCHED,
                USAGE_TOUCHED.TENANT_ID.eq(session.tenant()),
                USAGE_TOUCHED.CUSTOMER_ID.eq(RowSet.column(USAGE_TOUCHED.CUSTOMER_ID)),
                USAGE_TOUCHED.SETTLED_BY.isNull());
        return session.sql()
                .select(found.fields())
                .from(customers.counted(), found)
                .orderBy(
                        found.field(USAGE_TOUCHED.CUSTOMER_ID),
                        found.field(USAGE_TOUCHED.RECORDED_AT),
                        found.field(USAGE_TOUCHED.TOUCHED_ID));
    }

    @Override
    public void settleTouched(Map<UUID, InvoiceId> marks) {
        RowSet.inChunks(List.copyOf(new TreeMap<>(marks).entrySet()), chunk -> {
            RowSet<Map.Entry<UUID, InvoiceId>> rows = RowSet.of(chunk)
                    .with(USAGE_TOUCHED.TOUCHED_ID, Map.Entry::getKey)
                    .with(USAGE_TOUCHED.SETTLED_BY, entry -> entry.getValue().value());
            session.sql()
                    .update(USAGE_TOUCHED)
                    .set(USAGE_TOUCHED.SETTLED_BY, RowSet.column(USAGE_TOUCHED.SETTLED_BY))
                    .from(rows.table())
                    .where(
                            USAGE_TOUCHED.TENANT_ID.eq(session.tenant()),
                            USAGE_TOUCHED.TOUCHED_ID.eq(RowSet.column(USAGE_TOUCHED.TOUCHED_ID)),
                            USAGE_TOUCHED.SETTLED_BY.isNull())
                    .execute();
        });
    }

    @Override
    public void markReported(Collection<ReportedUsage> marks) {
        RowSet.inChunks(
                List.copyOf(new TreeSet<>(marks)), chunk -> session.insert(UsageRow.reported(chunk), USAGE_REPORTED));
    }

    @Override
    public List<ReportedUsage> takeReported(Collection<CustomerId> customers, Instant until) {
        List<CustomerId> keys = customers.stream().distinct().sorted().toList();
        RowSet<CustomerId> rows = RowSet.of(keys).with(USAGE_REPORTED.CUSTOMER_ID, CustomerId::value);
        Name taken = DSL.name("taken");
        List<Field<?>> columns = Stream.of(
                        USAGE_REPORTED.CUSTOMER_ID,
                        USAGE_REPORTED.SUBSCRIPTION_ID,
                        USAGE_REPORTED.REPORT_ID,
                        USAGE_REPORTED.OCCURRED_AT)
                .<Field<?>>map(column -> DSL.field(taken.append(column.getUnqualifiedName()), column.getDataType()))
                .toList();
        // One row of each subscription is sent, however many are taken away.
        return session.sql()
                .with(taken)
                .as(session.sql()
                        .deleteFrom(USAGE_REPORTED)
                        .using(free(rows, until))
                        .where(
                                USAGE_REPORTED.TENANT_ID.eq(session.tenant()),
                                USAGE_REPORTED.CUSTOMER_ID.eq(free(USAGE_REPORTED.CUSTOMER_ID)),
                                USAGE_REPORTED.SUBSCRIPTION_ID.eq(free(USAGE_REPORTED.SUBSCRIPTION_ID)),
                                USAGE_REPORTED.REPORT_ID.eq(free(USAGE_REPORTED.REPORT_ID)))
                        .returningResult(
                                USAGE_REPORTED.CUSTOMER_ID,
                                USAGE_REPORTED.SUBSCRIPTION_ID,
                                USAGE_REPORTED.REPORT_ID,
                                USAGE_REPORTED.OCCURRED_AT))
                .select(columns)
                .distinctOn(columns.get(0), columns.get(1))
                .from(DSL.table(taken))
                .orderBy(
                        columns.get(0),
                        columns.get(1),
                        columns.get(3).desc(),
                        columns.get(2).desc())
                .fetch(row -> UsageRow.reported(row.into(USAGE_REPORTED)));
    }

    /** The marks that nobody else takes away, locked. */
    private Table<?> free(RowSet<CustomerId> customers, Instant until) {
        return DSL.select(USAGE_REPORTED.CUSTOMER_ID, USAGE_REPORTED.SUBSCRIPTION_ID, USAGE_REPORTED.REPORT_ID)
                .from(USAGE_REPORTED)
                .where(
                        USAGE_REPORTED.TENANT_ID.eq(session.tenant()),
                        USAGE_REPORTED.CUSTOMER_ID.in(DSL.select(RowSet.column(USAGE_REPORTED.CUSTOMER_ID))
                                .from(customers.table())),
                        USAGE_REPORTED.OCCURRED_AT.lt(until))
                .forUpdate()
                .of(USAGE_REPORTED)
                .skipLocked()
                .asTable(FREE);
    }

    private static <T> Field<T> free(Field<T> column) {
        return DSL.field(FREE.append(column.getUnqualifiedName()), column.getDataType());
    }

    @Override
    public List<CustomerId> customersReported(Instant until, @Nullable CustomerId after, int limit) {
        return session.sql()
                .selectDistinct(USAGE_REPORTED.CUSTOMER_ID)
                .from(USAGE_REPORTED)
                .where(
                        USAGE_REPORTED.TENANT_ID.eq(session.tenant()),
                        USAGE_REPORTED.OCCURRED_AT.lt(until),
                        after == null ? DSL.noCondition() : USAGE_REPORTED.CUSTOMER_ID.gt(after.value()))
                .orderBy(USAGE_REPORTED.CUSTOMER_ID)
                .limit(limit)
                .fetch(row -> CustomerId.of(row.value1()));
    }

    @Override
    public Optional<Instant> nextReportedAfter(Instant instant) {
        return Optional.ofNullable(session.sql()
                .select(DSL.min(USAGE_REPORTED.OCCURRED_AT))
                .from(USAGE_REPORTED)
                .where(USAGE_REPORTED.TENANT_ID.eq(session.tenant()), USAGE_REPORTED.OCCURRED_AT.gt(instant))
                .fetchSingle()
                .value1());
    }
}
