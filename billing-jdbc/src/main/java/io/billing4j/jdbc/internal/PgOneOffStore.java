package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.ONE_OFF_CHARGE;
import static io.billing4j.jdbc.internal.generated.Tables.SUBSCRIPTION;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.jdbc.internal.row.OneOffRow;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.store.DueCount;
import io.billing4j.store.OneOffStore;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** One-off charges on PostgreSQL. */
final class PgOneOffStore implements OneOffStore {
    private final Session session;

    PgOneOffStore(Session session) {
        this.session = session;
    }

    @Override
    public void insert(List<OneOffCharge> charges) {
        RowSet.inChunks(charges, chunk -> session.insert(OneOffRow.write(chunk), ONE_OFF_CHARGE));
    }

    @Override
    public List<OneOffCharge> findAll(Collection<OneOffId> ids) {
        List<OneOffCharge> found = new ArrayList<>();
        RowSet.inChunks(List.copyOf(new TreeSet<>(ids)), chunk -> {
            RowSet<OneOffId> wanted = RowSet.of(chunk).with(ONE_OFF_CHARGE.ONE_OFF_ID, OneOffId::value);
            Table<Record> charges = RowSet.found(
                    ONE_OFF_CHARGE,
                    ONE_OFF_CHARGE.TENANT_ID.eq(session.tenant()),
                    ONE_OFF_CHARGE.ONE_OFF_ID.eq(RowSet.column(ONE_OFF_CHARGE.ONE_OFF_ID)));
            session.sql()
                    .select(charges.fields())
                    .from(wanted.counted(), charges)
                    .orderBy(charges.field(ONE_OFF_CHARGE.ONE_OFF_ID))
                    .forEach(row -> found.add(OneOffRow.read(row)));
        });
        return found;
    }

    @Override
    public List<OneOffCharge> byKeys(Collection<String> keys) {
        List<OneOffCharge> found = new ArrayList<>();
        RowSet.inChunks(List.copyOf(new TreeSet<>(keys)), chunk -> {
            RowSet<String> wanted = RowSet.of(chunk).with(ONE_OFF_CHARGE.IDEMPOTENCY_KEY, key -> key);
            Table<Record> charges = RowSet.found(
                    ONE_OFF_CHARGE,
                    ONE_OFF_CHARGE.TENANT_ID.eq(session.tenant()),
                    ONE_OFF_CHARGE.IDEMPOTENCY_KEY.eq(RowSet.column(ONE_OFF_CHARGE.IDEMPOTENCY_KEY)));
            session.sql()
                    .select(charges.fields())
                    .from(wanted.counted(), charges)
                    .forEach(row -> found.add(OneOffRow.read(row)));
        });
        found.sort(Comparator.comparing(OneOffCharge::id));
        return found;
    }

    @Override
    public Map<CustomerId, List<OneOffCharge>> pending(Collection<CustomerId> customers) {
        Map<CustomerId, List<OneOffCharge>> pending = new LinkedHashMap<>();
        RowSet.inChunks(List.copyOf(new TreeSet<>(customers)), chunk -> {
            RowSet<CustomerId> wanted = RowSet.of(chunk).with(ONE_OFF_CHARGE.CUSTOMER_ID, CustomerId::value);
            Table<Record> charges = RowSet.found(
                    ONE_OFF_CHARGE,
                    ONE_OFF_CHARGE.TENANT_ID.eq(session.tenant()),
                    ONE_OFF_CHARGE.CUSTOMER_ID.eq(RowSet.column(ONE_OFF_CHARGE.CUSTOMER_ID)),
                    isPending());
            session.sql()
                    .select(charges.fields())
                    .from(wanted.counted(), charges)
                    .orderBy(
                            charges.field(ONE_OFF_CHARGE.CUSTOMER_ID),
                            charges.field(ONE_OFF_CHARGE.DUE_AT),
                            charges.field(ONE_OFF_CHARGE.ONE_OFF_ID))
                    .forEach(row -> {
                        OneOffCharge charge = OneOffRow.read(row);
                        pending.computeIfAbsent(charge.customer(), id -> new ArrayList<>())
                                .add(charge);
                    });
        });
        return pending;
    }

    @Override
    public Map<CustomerId, Integer> countPending(Collection<CustomerId> customers) {
        Map<CustomerId, Integer> counts = new LinkedHashMap<>();
        RowSet.inChunks(
                List.copyOf(new TreeSet<>(customers)),
                chunk -> session.sql()
                        .select(ONE_OFF_CHARGE.CUSTOMER_ID, DSL.count())
                        .from(ONE_OFF_CHARGE)
                        .where(
                                ONE_OFF_CHARGE.TENANT_ID.eq(session.tenant()),
                                ONE_OFF_CHARGE.CUSTOMER_ID.eq(DSL.any(
                                        chunk.stream().map(CustomerId::value).toArray(String[]::new))),
                                isPending())
                        .groupBy(ONE_OFF_CHARGE.CUSTOMER_ID)
                        .orderBy(ONE_OFF_CHARGE.CUSTOMER_ID)
                        .forEach(row -> counts.put(CustomerId.of(row.value1()), row.value2())));
        return counts;
    }

    @Override
    public List<CustomerId> customersOfEnded(Instant dueAt, @Nullable CustomerId after, int limit) {
        return session.sql()
                .selectDistinct(ONE_OFF_CHARGE.CUSTOMER_ID)
                .from(ONE_OFF_CHARGE)
                .join(SUBSCRIPTION)
                .on(ofEnded(dueAt))
                .where(isDue(dueAt), after == null ? DSL.noCondition() : ONE_OFF_CHARGE.CUSTOMER_ID.gt(after.value()))
                .orderBy(ONE_OFF_CHARGE.CUSTOMER_ID)
                .limit(limit)
                .fetch(row -> CustomerId.of(row.value1()));
    }

    @Override
    public DueCount dueOfEnded(Instant dueAt) {
        return session.sql()
                .select(DSL.count().cast(SQLDataType.BIGINT), DueMark.of(ONE_OFF_CHARGE.ONE_OFF_ID))
                .from(ONE_OFF_CHARGE)
                .join(SUBSCRIPTION)
                .on(ofEnded(dueAt))
                .where(isDue(dueAt))
                .fetchSingle(DueMark::read);
    }

    private Condition isDue(Instant dueAt) {
        return ONE_OFF_CHARGE.TENANT_ID.eq(session.tenant()).and(isPending()).and(ONE_OFF_CHARGE.DUE_AT.le(dueAt));
    }

    private Condition ofEnded(Instant dueAt) {
        return ofSubscription().and(SUBSCRIPTION.END_AT.le(dueAt));
    }

    @Override
    public Optional<Instant> nextOfEndedAfter(Instant instant) {
        Field<Instant> due = DSL.greatest(ONE_OFF_CHARGE.DUE_AT, SUBSCRIPTION.END_AT);
        return Optional.ofNullable(session.sql()
                .select(DSL.min(due))
                .from(ONE_OFF_CHARGE)
                .join(SUBSCRIPTION)
                // Where there is no end, the greatest would be when the charge is due.
                .on(ofSubscription().and(SUBSCRIPTION.END_AT.isNotNull()))
                .where(ONE_OFF_CHARGE.TENANT_ID.eq(session.tenant()), isPending(), due.gt(instant))
                .fetchSingle()
                .value1());
    }

    private Condition ofSubscription() {
        return SUBSCRIPTION
                .TENANT_ID
                .eq(session.tenant())
                .and(SUBSCRIPTION.SUBSCRIPTION_ID.eq(ONE_OFF_CHARGE.SUBSCRIPTION_ID));
    }

    @Override
    public List<OneOffCharge> pending(Page page) {
        return listed(isPending(), page);
    }

    @Override
    public List<OneOffCharge> list(CustomerId customer, Page page) {
        return listed(ONE_OFF_CHARGE.CUSTOMER_ID.eq(customer.value()), page);
    }

    private List<OneOffCharge> listed(Condition which, Page page) {
        String after = page.after();
        return session.sql()
                .selectFrom(ONE_OFF_CHARGE)
                .where(
                        ONE_OFF_CHARGE.TENANT_ID.eq(session.tenant()),
                        which,
                        after == null
                                ? DSL.noCondition()
                                : ONE_OFF_CHARGE.ONE_OFF_ID.gt(
                                        OneOffId.parse(after).value()))
                .orderBy(ONE_OFF_CHARGE.ONE_OFF_ID)
                .limit(page.size())
                .fetch(OneOffRow::read);
    }

    @Override
    public void bill(Map<OneOffId, InvoiceId> documents) {
        RowSet.inChunks(List.copyOf(new TreeMap<>(documents).entrySet()), chunk -> {
            int billed = session.sql()
                    .update(ONE_OFF_CHARGE)
                    .set(ONE_OFF_CHARGE.INVOICE_ID, RowSet.column(ONE_OFF_CHARGE.INVOICE_ID))
                    .setNull(ONE_OFF_CHARGE.REISSUED_ID)
                    .from(RowSet.of(chunk)
                            .with(
                                    ONE_OFF_CHARGE.ONE_OFF_ID,
                                    entry -> entry.getKey().value())
                            .with(
                                    ONE_OFF_CHARGE.INVOICE_ID,
                                    entry -> entry.getValue().value())
                            .table())
                    .where(
                            ONE_OFF_CHARGE.TENANT_ID.eq(session.tenant()),
                            ONE_OFF_CHARGE.ONE_OFF_ID.eq(RowSet.column(ONE_OFF_CHARGE.ONE_OFF_ID)),
                            isPending())
                    .execute();
            requireAll(billed, chunk.size());
        });
    }

    @Override
    public void release(Collection<OneOffId> ids, @Nullable InvoiceId again) {
        if (ids.isEmpty()) {
            return;
        }
        session.sql()
                .update(ONE_OFF_CHARGE)
                .setNull(ONE_OFF_CHARGE.INVOICE_ID)
                .set(ONE_OFF_CHARGE.REISSUED_ID, again == null ? null : again.value())
                .where(
                        ONE_OFF_CHARGE.TENANT_ID.eq(session.tenant()),
                        ONE_OFF_CHARGE.ONE_OFF_ID.eq(DSL.any(
                                ids.stream().map(OneOffId::value).distinct().toArray(UUID[]::new))),
                        ONE_OFF_CHARGE.INVOICE_ID.isNotNull())
                .execute();
    }

    @Override
    public void cancel(OneOffId id, Instant at) {
        int canceled = session.sql()
                .update(ONE_OFF_CHARGE)
                .set(ONE_OFF_CHARGE.CANCELED_AT, at)
                .setNull(ONE_OFF_CHARGE.REISSUED_ID)
                .where(
                        ONE_OFF_CHARGE.TENANT_ID.eq(session.tenant()),
                        ONE_OFF_CHARGE.ONE_OFF_ID.eq(id.value()),
                        isPending())
                .execute();
        requireAll(canceled, 1);
    }

    private static Condition isPending() {
        return ONE_OFF_CHARGE.INVOICE_ID.isNull().and(ONE_OFF_CHARGE.CANCELED_AT.isNull());
    }

    private void requireAll(int found, int wanted) {
        if (found < wanted) {
            throw session.refuse(ErrorCode.IMMUTABLE.because(
                    "of " + wanted + " one-off charges only " + found + " wait for a document"));
        }
    }
}
