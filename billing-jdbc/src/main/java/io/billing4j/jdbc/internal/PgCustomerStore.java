package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.CUSTOMER;
import static io.billing4j.jdbc.internal.generated.Tables.CUSTOMER_PROFILE;
import static io.billing4j.jdbc.internal.generated.Tables.SUBSCRIPTION;

import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.jdbc.internal.row.CustomerRow;
import io.billing4j.jdbc.internal.row.Keys;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.CustomerStore;
import io.billing4j.store.DueCount;
import io.billing4j.store.Page;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectForUpdateWaitStep;
import org.jooq.SelectLimitStep;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Customers and their locks on PostgreSQL. */
final class PgCustomerStore implements CustomerStore {
    private static final List<Field<?>> COLUMNS = Stream.concat(
                    Stream.of(CUSTOMER.fields()), Stream.of(CUSTOMER_PROFILE.PROFILE))
            .toList();

    private final Session session;

    PgCustomerStore(Session session) {
        this.session = session;
    }

    @Override
    public void insert(Customer customer) {
        session.sql()
                .insertInto(CUSTOMER)
                .set(CUSTOMER.TENANT_ID, session.tenant())
                .set(CUSTOMER.CUSTOMER_ID, customer.id().value())
                .set(CUSTOMER.CURRENCY, customer.currency().getCode())
                .set(CUSTOMER.ZONE, customer.zone().getId())
                .set(CUSTOMER.ENTITY, customer.entity().value())
                .set(CUSTOMER.STATUS, "ACTIVE")
                .set(CUSTOMER.LAST_RECORDED_AT, customer.createdAt())
                .set(CUSTOMER.CREATED_AT, customer.createdAt())
                .execute();
        session.sql()
                .insertInto(CUSTOMER_PROFILE)
                .set(CUSTOMER_PROFILE.TENANT_ID, session.tenant())
                .set(CUSTOMER_PROFILE.CUSTOMER_ID, customer.id().value())
                .set(CUSTOMER_PROFILE.PROFILE, CustomerRow.profile(customer))
                .execute();
    }

    @Override
    public Optional<Customer> find(CustomerId id) {
        return state(id).map(CustomerState::customer);
    }

    @Override
    public Optional<CustomerState> state(CustomerId id) {
        return session
                .fetch(
                        "customer",
                        List.of(session.tenant(), session.tenant(), id.value()),
                        COLUMNS,
                        () -> withProfiles().where(isTenants(), CUSTOMER.CUSTOMER_ID.eq(id.value())))
                .stream()
                .findFirst()
                .map(CustomerRow::read);
    }

    @Override
    public Map<CustomerId, CustomerState> states(Collection<CustomerId> ids) {
        String[] keys = ids.stream().map(CustomerId::value).distinct().toArray(String[]::new);
        Map<CustomerId, CustomerState> states = new LinkedHashMap<>();
        withProfiles()
                .where(isTenants(), CUSTOMER.CUSTOMER_ID.eq(DSL.any(keys)))
                .orderBy(CUSTOMER.CUSTOMER_ID)
                .fetch(CustomerRow::read)
                .forEach(state -> states.put(state.customer().id(), state));
        return states;
    }

    @Override
    public List<Customer> list(Page page) {
        return withProfiles()
                .where(isTenants(), Pages.after(CUSTOMER.CUSTOMER_ID, page))
                .orderBy(CUSTOMER.CUSTOMER_ID)
                .limit(page.size())
                .fetch(row -> CustomerRow.read(row).customer());
    }

    @Override
    public Map<CustomerId, CustomerState> lock(Collection<CustomerId> ids, CustomerLock lock, Contended contended) {
        // in a later statement, which sees what was committed while that one waited, in the profile too
        return states(held(ids, lock, contended));
    }

    @Override
    public Set<CustomerId> hold(Collection<CustomerId> ids, CustomerLock lock) {
        return held(ids, lock, Contended.WAIT);
    }

    private Set<CustomerId> held(Collection<CustomerId> ids, CustomerLock lock, Contended contended) {
        Keys keys = Keys.of(ids.stream().map(CustomerId::value).toList());
        return session
                .fetch(
                        "hold customers " + lock + " " + contended + " " + keys.count(),
                        keys.parameters(session.tenant()),
                        List.of(CUSTOMER.CUSTOMER_ID),
                        () -> locking(keys, lock, contended))
                .stream()
                .map(row -> CustomerId.of(row.get(CUSTOMER.CUSTOMER_ID)))
                .collect(Collectors.toSet());
    }

    private Select<?> locking(Keys keys, CustomerLock lock, Contended contended) {
        SelectLimitStep<?> wanted = session.sql()
                .select(CUSTOMER.CUSTOMER_ID)
                .from(CUSTOMER)
                .where(isTenants(), keys.match(CUSTOMER.CUSTOMER_ID))
                .orderBy(CUSTOMER.CUSTOMER_ID);
        SelectForUpdateWaitStep<?> locked = lock == CustomerLock.SHARED ? wanted.forShare() : wanted.forNoKeyUpdate();
        return contended == Contended.SKIP ? locked.skipLocked() : locked;
    }

    @Override
    public List<CustomerId> claimDue(Instant cutOff, @Nullable CustomerId after, int limit, Contended contended) {
        Condition notSeen = after == null ? DSL.noCondition() : CUSTOMER.CUSTOMER_ID.gt(after.value());
        SelectForUpdateWaitStep<?> due = session.sql()
                .select(CUSTOMER.CUSTOMER_ID)
                .from(CUSTOMER)
                .where(isTenants(), notSeen, hasDue(cutOff))
                .orderBy(CUSTOMER.CUSTOMER_ID)
                .limit(limit)
                .forNoKeyUpdate()
                .of(CUSTOMER);
        return session.inIndexOrder(() -> Stream.of(fetchKeys(contended == Contended.SKIP ? due.skipLocked() : due))
                .map(CustomerId::of)
                .toList());
    }

    /** Over the subscriptions alone: joined with customers, tables just filled would be read once for every customer. */
    @Override
    public DueCount due(Instant cutOff) {
        return session.sql()
                .select(
                        DSL.countDistinct(SUBSCRIPTION.CUSTOMER_ID).cast(SQLDataType.BIGINT),
                        DueMark.of(SUBSCRIPTION.SUBSCRIPTION_ID, SUBSCRIPTION.NEXT_DUE_AT))
                .from(SUBSCRIPTION)
                .where(SUBSCRIPTION.TENANT_ID.eq(session.tenant()), SUBSCRIPTION.NEXT_DUE_AT.le(cutOff))
                .fetchSingle(DueMark::read);
    }

    @Override
    public void recorded(Map<CustomerId, Instant> lastRecordedAt) {
        update(CUSTOMER.LAST_RECORDED_AT, lastRecordedAt);
    }

    @Override
    public void balances(Map<CustomerId, Money> balances) {
        Map<CustomerId, BigDecimal> amounts = new TreeMap<>();
        balances.forEach((id, balance) -> amounts.put(id, balance.getAmount()));
        update(CUSTOMER.BALANCE, amounts);
    }

    private <T> void update(Field<T> column, Map<CustomerId, T> values) {
        RowSet.inChunks(List.copyOf(new TreeMap<>(values).entrySet()), chunk -> {
            RowSet<Map.Entry<CustomerId, T>> rows = RowSet.of(chunk)
                    .with(CUSTOMER.CUSTOMER_ID, entry -> entry.getKey().value())
                    .with(column, Map.Entry::getValue);
            int found = session.sql()
                    .update(CUSTOMER)
                    .set(column, RowSet.column(column))
                    .from(rows.table())
                    .where(isTenants(), CUSTOMER.CUSTOMER_ID.eq(RowSet.column(CUSTOMER.CUSTOMER_ID)))
                    .execute();
            if (found < chunk.size()) {
                throw session.refuse(ErrorCode.CUSTOMER_NOT_FOUND.at(
                        "customerId", "of " + chunk.size() + " customers only " + found + " are there"));
            }
        });
    }

    @Override
    public void moveTo(CustomerId id, EntityId entity) {
        int found = session.sql()
                .update(CUSTOMER)
                .set(CUSTOMER.ENTITY, entity.value())
                .where(isTenants(), CUSTOMER.CUSTOMER_ID.eq(id.value()))
                .execute();
        if (found == 0) {
            throw session.refuse(ErrorCode.CUSTOMER_NOT_FOUND.missing("customerId", id));
        }
    }

    private SelectOnConditionStep<Record> withProfiles() {
        return session.sql()
                .select(COLUMNS)
                .from(CUSTOMER)
                .join(CUSTOMER_PROFILE)
                .on(
                        CUSTOMER_PROFILE.TENANT_ID.eq(session.tenant()),
                        CUSTOMER_PROFILE.CUSTOMER_ID.eq(CUSTOMER.CUSTOMER_ID));
    }

    /**
     * Looked for by the index, customer by customer: OFFSET keeps the planner from making a join of it. Of a tenant that the
     * statistics do not know yet it believes that there is one subscription, and would as soon read all of them for each
     * customer.
     */
    private Condition hasDue(Instant cutOff) {
        return DSL.exists(DSL.selectOne()
                .from(SUBSCRIPTION)
                .where(
                        SUBSCRIPTION.TENANT_ID.eq(session.tenant()),
                        SUBSCRIPTION.CUSTOMER_ID.eq(CUSTOMER.CUSTOMER_ID),
                        SUBSCRIPTION.NEXT_DUE_AT.le(cutOff))
                .offset(DSL.inline(0)));
    }

    private Condition isTenants() {
        return CUSTOMER.TENANT_ID.eq(session.tenant());
    }

    private static String[] fetchKeys(Select<?> locked) {
        return locked.fetch().getValues(CUSTOMER.CUSTOMER_ID).toArray(String[]::new);
    }
}
