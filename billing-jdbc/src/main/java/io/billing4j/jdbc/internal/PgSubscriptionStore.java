package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.SUBSCRIPTION;
import static io.billing4j.jdbc.internal.generated.Tables.SUBSCRIPTION_CHANGE;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.jdbc.internal.row.ChangeRow;
import io.billing4j.jdbc.internal.row.Keys;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.jdbc.internal.row.SubscriptionRow;
import io.billing4j.store.Page;
import io.billing4j.store.SubscriptionStore;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Subscriptions on PostgreSQL: one row each, and one for every change. */
final class PgSubscriptionStore implements SubscriptionStore {
    private final Session session;

    PgSubscriptionStore(Session session) {
        this.session = session;
    }

    @Override
    public void insert(SubscriptionState state) {
        session.sql()
                .insertInto(SUBSCRIPTION)
                .set(SubscriptionRow.write(session.tenant(), state))
                .execute();
        insertChanges(state.subscription());
    }

    @Override
    public void update(SubscriptionState state) {
        int found = session.sql()
                .update(SUBSCRIPTION)
                .set(SubscriptionRow.update(state))
                .where(
                        isTenants(),
                        SUBSCRIPTION.SUBSCRIPTION_ID.eq(
                                state.subscription().id().value()))
                .execute();
        if (found == 0) {
            throw notFound(state.subscription().id());
        }
        insertChanges(state.subscription());
    }

    @Override
    public void setGroup(SubscriptionId id, @Nullable String group) {
        int found = session.sql()
                .update(SUBSCRIPTION)
                .set(SUBSCRIPTION.BILLING_GROUP, group)
                .where(isTenants(), SUBSCRIPTION.SUBSCRIPTION_ID.eq(id.value()))
                .execute();
        if (found == 0) {
            throw notFound(id);
        }
    }

    /** Those that are stored stay as they are. */
    private void insertChanges(Subscription subscription) {
        ChangeRow.write(subscription)
                .insertInto(session.sql(), SUBSCRIPTION_CHANGE, session.tenant())
                .onConflict(
                        SUBSCRIPTION_CHANGE.TENANT_ID,
                        SUBSCRIPTION_CHANGE.SUBSCRIPTION_ID,
                        SUBSCRIPTION_CHANGE.CHANGE_NO)
                .doNothing()
                .execute();
    }

    @Override
    public Optional<SubscriptionState> find(SubscriptionId id) {
        return states(session.fetch(
                        "subscription",
                        List.of(session.tenant(), id.value()),
                        List.of(SUBSCRIPTION.fields()),
                        () -> session.sql()
                                .select(SUBSCRIPTION.fields())
                                .from(SUBSCRIPTION)
                                .where(isTenants(), SUBSCRIPTION.SUBSCRIPTION_ID.eq(id.value()))))
                .stream()
                .findFirst();
    }

    @Override
    public List<SubscriptionState> findAll(Collection<SubscriptionId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Keys keys = Keys.of(ids.stream().map(SubscriptionId::value).toList());
        return states(session.fetch(
                "subscriptions " + keys.count(),
                keys.parameters(session.tenant()),
                List.of(SUBSCRIPTION.fields()),
                () -> session.sql()
                        .select(SUBSCRIPTION.fields())
                        .from(SUBSCRIPTION)
                        .where(isTenants(), keys.match(SUBSCRIPTION.SUBSCRIPTION_ID))
                        .orderBy(SUBSCRIPTION.SUBSCRIPTION_ID)));
    }

    @Override
    public List<SubscriptionState> ofCustomers(Collection<CustomerId> customers) {
        RowSet<CustomerId> rows = rows(customers);
        return states(session.fetch(
                "subscriptions of customers " + rows.count(),
                rows.searchParameters(session.tenant()),
                List.of(SUBSCRIPTION.fields()),
                () -> ofCustomers(rows, DSL.noCondition())));
    }

    @Override
    public List<SubscriptionState> dueOfCustomers(Collection<CustomerId> customers, Instant cutOff) {
        return states(ofCustomers(rows(customers), SUBSCRIPTION.NEXT_DUE_AT.le(cutOff))
                .coerce(SUBSCRIPTION)
                .fetch());
    }

    private static RowSet<CustomerId> rows(Collection<CustomerId> customers) {
        return RowSet.of(customers.stream().distinct().sorted().toList())
                .with(SUBSCRIPTION.CUSTOMER_ID, CustomerId::value);
    }

    private Select<?> ofCustomers(RowSet<CustomerId> rows, Condition wanted) {
        Table<?> found = RowSet.found(
                SUBSCRIPTION,
                isTenants(),
                SUBSCRIPTION.CUSTOMER_ID.eq(RowSet.column(SUBSCRIPTION.CUSTOMER_ID)),
                wanted);
        return session.sql()
                .select(found.fields())
                .from(rows.counted(), found)
                .orderBy(found.field(SUBSCRIPTION.SUBSCRIPTION_ID));
    }

    @Override
    public List<Subscription> list(@Nullable CustomerId customer, Page page) {
        Condition wanted = customer == null ? DSL.noCondition() : SUBSCRIPTION.CUSTOMER_ID.eq(customer.value());
        return states(session.sql()
                        .selectFrom(SUBSCRIPTION)
                        .where(isTenants(), wanted, Pages.after(SUBSCRIPTION.SUBSCRIPTION_ID, page))
                        .orderBy(SUBSCRIPTION.SUBSCRIPTION_ID)
                        .limit(page.size())
                        .fetch())
                .stream()
                .map(SubscriptionState::subscription)
                .toList();
    }

    @Override
    public void moveCursors(Map<SubscriptionId, BillingCursor> cursors) {
        RowSet.inChunks(List.copyOf(new TreeMap<>(cursors).entrySet()), chunk -> {
            int found = session.sql()
                    .update(SUBSCRIPTION)
                    .set(SUBSCRIPTION.NEXT_INDEX, RowSet.column(SUBSCRIPTION.NEXT_INDEX))
                    .set(SUBSCRIPTION.NEXT_DUE_AT, RowSet.column(SUBSCRIPTION.NEXT_DUE_AT))
                    .set(SUBSCRIPTION.TERM, RowSet.column(SUBSCRIPTION.TERM))
                    .set(SUBSCRIPTION.NEXT_SEQUENCE, RowSet.column(SUBSCRIPTION.NEXT_SEQUENCE))
                    .set(SUBSCRIPTION.BILLED_UNTIL, RowSet.column(SUBSCRIPTION.BILLED_UNTIL))
                    .set(SUBSCRIPTION.USAGE_SEALED_UNTIL, RowSet.column(SUBSCRIPTION.USAGE_SEALED_UNTIL))
                    .set(SUBSCRIPTION.TOUCHED_FROM, RowSet.column(SUBSCRIPTION.TOUCHED_FROM))
                    .set(SUBSCRIPTION.SETTLED_UNTIL, RowSet.column(SUBSCRIPTION.SETTLED_UNTIL))
                    .from(SubscriptionRow.cursors(chunk).table())
                    .where(isTenants(), SUBSCRIPTION.SUBSCRIPTION_ID.eq(RowSet.column(SUBSCRIPTION.SUBSCRIPTION_ID)))
                    .execute();
            if (found < chunk.size()) {
                throw session.refuse(ErrorCode.SUBSCRIPTION_NOT_FOUND.at(
                        "subscriptionId", "of " + chunk.size() + " subscriptions only " + found + " are there"));
            }
        });
    }

    @Override
    public void wake(Map<SubscriptionId, Instant> dueAt) {
        RowSet.inChunks(List.copyOf(new TreeMap<>(dueAt).entrySet()), chunk -> {
            String[] keys = chunk.stream().map(entry -> entry.getKey().value()).toArray(String[]::new);
            // Ingestions of one customer run side by side: an update alone would lock in the order that it finds rows
            // in.
            session.sql()
                    .select(SUBSCRIPTION.SUBSCRIPTION_ID)
                    .from(SUBSCRIPTION)
                    .where(isTenants(), SUBSCRIPTION.SUBSCRIPTION_ID.eq(DSL.any(keys)), nothingDue())
                    .orderBy(SUBSCRIPTION.SUBSCRIPTION_ID)
                    .forNoKeyUpdate()
                    .fetch();
            RowSet<Map.Entry<SubscriptionId, Instant>> rows = RowSet.of(chunk)
                    .with(SUBSCRIPTION.SUBSCRIPTION_ID, entry -> entry.getKey().value())
                    .with(SUBSCRIPTION.NEXT_DUE_AT, Map.Entry::getValue);
            session.sql()
                    .update(SUBSCRIPTION)
                    .set(SUBSCRIPTION.NEXT_DUE_AT, RowSet.column(SUBSCRIPTION.NEXT_DUE_AT))
                    .from(rows.table())
                    .where(
                            isTenants(),
                            SUBSCRIPTION.SUBSCRIPTION_ID.eq(RowSet.column(SUBSCRIPTION.SUBSCRIPTION_ID)),
                            nothingDue())
                    .execute();
        });
    }

    private static Condition nothingDue() {
        return SUBSCRIPTION.NEXT_DUE_AT.isNull();
    }

    @Override
    public Optional<Instant> nextDueAfter(Instant after) {
        return session.sql()
                .select(DSL.min(SUBSCRIPTION.NEXT_DUE_AT))
                .from(SUBSCRIPTION)
                .where(isTenants(), SUBSCRIPTION.NEXT_DUE_AT.gt(after))
                .fetchOptional(row -> row.value1());
    }

    private BillingException notFound(SubscriptionId id) {
        return session.refuse(ErrorCode.SUBSCRIPTION_NOT_FOUND.missing("subscriptionId", id));
    }

    private List<SubscriptionState> states(Result<? extends Record> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Keys keys = Keys.of(rows.getValues(SUBSCRIPTION.SUBSCRIPTION_ID));
        Map<String, List<SubscriptionChange>> changes = session.fetch(
                        "changes of subscriptions " + keys.count(),
                        keys.parameters(session.tenant()),
                        List.of(SUBSCRIPTION_CHANGE.fields()),
                        () -> session.sql()
                                .select(SUBSCRIPTION_CHANGE.fields())
                                .from(SUBSCRIPTION_CHANGE)
                                .where(
                                        SUBSCRIPTION_CHANGE.TENANT_ID.eq(session.tenant()),
                                        keys.match(SUBSCRIPTION_CHANGE.SUBSCRIPTION_ID))
                                .orderBy(SUBSCRIPTION_CHANGE.SUBSCRIPTION_ID, SUBSCRIPTION_CHANGE.CHANGE_NO))
                .intoGroups(SUBSCRIPTION_CHANGE.SUBSCRIPTION_ID, ChangeRow::read);
        return rows.map(row ->
                SubscriptionRow.read(row, changes.getOrDefault(row.get(SUBSCRIPTION.SUBSCRIPTION_ID), List.of())));
    }

    private Condition isTenants() {
        return SUBSCRIPTION.TENANT_ID.eq(session.tenant());
    }
}
