package io.billing4j.store.memory;

import io.billing4j.balance.BalanceEntry;
import io.billing4j.balance.EntryPosition;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.store.BalanceStore;
import io.billing4j.store.Page;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.joda.money.Money;

/** Entries by customer and position. */
final class MemoryBalances implements BalanceStore {
    private final Rows<Key<CustomerId, EntryPosition>, BalanceEntry> entries;
    private final Rows<String, BalanceEntry> byKey;

    MemoryBalances(Books books, Transaction transaction) {
        entries = books.balanceEntries.in(transaction);
        byKey = books.balanceEntriesByKey.in(transaction);
    }

    @Override
    public void append(List<BalanceEntry> added) {
        for (BalanceEntry entry : added) {
            entries.insert(
                    Key.of(entry.customer(), entry.position()),
                    entry,
                    () -> ErrorCode.ALREADY_EXISTS.because(
                            "customer " + entry.customer() + " has an entry at " + entry.position()));
            IdempotencyKey key = entry.key();
            if (key != null) {
                byKey.insert(
                        key.key(),
                        entry,
                        () -> ErrorCode.IDEMPOTENCY_CONFLICT.at("idempotencyKey", "another entry has this key"));
            }
        }
    }

    @Override
    public Map<CustomerId, Money> last(Collection<CustomerId> customers) {
        Map<CustomerId, Money> last = new LinkedHashMap<>();
        for (CustomerId customer : new TreeSet<>(customers)) {
            of(customer, Key.startOf(customer)).forEach(entry -> last.put(customer, entry.balanceAfter()));
        }
        return last;
    }

    @Override
    public List<BalanceEntry> entries(CustomerId customer, Page page) {
        String after = page.after();
        return of(customer, after == null ? Key.startOf(customer) : Key.of(customer, EntryPosition.parse(after)))
                .limit(page.size())
                .toList();
    }

    private Stream<BalanceEntry> of(CustomerId customer, Key<CustomerId, EntryPosition> after) {
        return entries.after(after).takeWhile(entry -> entry.customer().equals(customer));
    }

    @Override
    public Optional<BalanceEntry> byKey(String key) {
        return byKey.find(key);
    }
}
