package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.BALANCE_ENTRY;

import io.billing4j.balance.BalanceEntry;
import io.billing4j.balance.EntryPosition;
import io.billing4j.id.CustomerId;
import io.billing4j.jdbc.internal.row.BalanceRow;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.store.BalanceStore;
import io.billing4j.store.Page;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.joda.money.Money;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Entries on PostgreSQL. */
final class PgBalanceStore implements BalanceStore {
    private final Session session;

    PgBalanceStore(Session session) {
        this.session = session;
    }

    @Override
    public void append(List<BalanceEntry> entries) {
        RowSet.inChunks(entries, chunk -> session.insert(BalanceRow.write(chunk), BALANCE_ENTRY));
    }

    @Override
    public Map<CustomerId, Money> last(Collection<CustomerId> customers) {
        Map<CustomerId, Money> last = new LinkedHashMap<>();
        RowSet.inChunks(List.copyOf(new TreeSet<>(customers)), chunk -> {
            RowSet<CustomerId> wanted = RowSet.of(chunk).with(BALANCE_ENTRY.CUSTOMER_ID, CustomerId::value);
            session.fetch(
                            "last balance entries of " + wanted.count(),
                            wanted.searchParameters(session.tenant()),
                            List.of(BALANCE_ENTRY.CUSTOMER_ID, BALANCE_ENTRY.CURRENCY, BALANCE_ENTRY.BALANCE_AFTER),
                            () -> last(wanted))
                    .forEach(row ->
                            last.put(CustomerId.of(row.get(BALANCE_ENTRY.CUSTOMER_ID)), BalanceRow.readAfter(row)));
        });
        return last;
    }

    /** One step back from the end of a customer's entries in the primary key, for each of the customers. */
    private Query last(RowSet<?> wanted) {
        Table<Record> last = DSL.lateral(DSL.select(BALANCE_ENTRY.fields())
                        .from(BALANCE_ENTRY)
                        .where(
                                BALANCE_ENTRY.TENANT_ID.eq(session.tenant()),
                                BALANCE_ENTRY.CUSTOMER_ID.eq(RowSet.column(BALANCE_ENTRY.CUSTOMER_ID)))
                        .orderBy(BALANCE_ENTRY.RECORDED_AT.desc(), BALANCE_ENTRY.ENTRY_NO.desc())
                        .limit(DSL.inline(1)))
                .as("last");
        return session.sql()
                .select(
                        last.field(BALANCE_ENTRY.CUSTOMER_ID),
                        last.field(BALANCE_ENTRY.CURRENCY),
                        last.field(BALANCE_ENTRY.BALANCE_AFTER))
                .from(wanted.counted(), last)
                .orderBy(last.field(BALANCE_ENTRY.CUSTOMER_ID));
    }

    @Override
    public List<BalanceEntry> entries(CustomerId customer, Page page) {
        return session.sql()
                .selectFrom(BALANCE_ENTRY)
                .where(
                        BALANCE_ENTRY.TENANT_ID.eq(session.tenant()),
                        BALANCE_ENTRY.CUSTOMER_ID.eq(customer.value()),
                        after(page))
                .orderBy(BALANCE_ENTRY.RECORDED_AT, BALANCE_ENTRY.ENTRY_NO)
                .limit(page.size())
                .fetch(BalanceRow::read);
    }

    private static Condition after(Page page) {
        String after = page.after();
        if (after == null) {
            return DSL.noCondition();
        }
        EntryPosition position = EntryPosition.parse(after);
        return DSL.row(BALANCE_ENTRY.RECORDED_AT, BALANCE_ENTRY.ENTRY_NO).gt(position.recordedAt(), position.number());
    }

    @Override
    public Optional<BalanceEntry> byKey(String key) {
        return session.sql()
                .selectFrom(BALANCE_ENTRY)
                .where(BALANCE_ENTRY.TENANT_ID.eq(session.tenant()), BALANCE_ENTRY.IDEMPOTENCY_KEY.eq(key))
                .fetchOptional(BalanceRow::read);
    }
}
