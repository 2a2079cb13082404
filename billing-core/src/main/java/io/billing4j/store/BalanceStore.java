package io.billing4j.store;

import io.billing4j.balance.BalanceEntry;
import io.billing4j.id.CustomerId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;

/** What has moved balances, as double entry. Entries are added and never change. */
public interface BalanceStore {
    /**
     * Adds entries; the customer of each is locked.
     *
     * @throws io.billing4j.error.BillingException ALREADY_EXISTS if a customer has an entry at the position of one,
     *     IDEMPOTENCY_CONFLICT at {@code idempotencyKey} if another entry has the key of one
     */
    void append(List<BalanceEntry> entries);

    /** What the balance was after the last entry, of those of the customers that have any. */
    Map<CustomerId, Money> last(Collection<CustomerId> customers);

    /**
     * Entries of a customer in the order of their positions.
     *
     * @param page whose key is the text of {@link BalanceEntry#position}; INVALID_KEY at {@code after} for another text
     */
    List<BalanceEntry> entries(CustomerId customer, Page page);

    /** The entry that was added with an idempotency key, whoever it is for. */
    Optional<BalanceEntry> byKey(String key);
}
