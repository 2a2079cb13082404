package io.billing4j.store.memory;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.EntityId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.store.NumberSeries;
import io.billing4j.store.NumberStore;
import java.time.LocalDate;

/** Series and their counters. Whoever has the tenant's books has every series' lock with them. */
final class MemoryNumbers implements NumberStore {
    private final Transaction transaction;
    private final Rows<Key<DocumentType, EntityId>, NumberSeries> series;
    private final Rows<Key<Key<DocumentType, EntityId>, String>, Long> counters;

    MemoryNumbers(Books books, Transaction transaction) {
        this.transaction = transaction;
        series = books.series.in(transaction);
        counters = books.counters.in(transaction);
    }

    @Override
    public NumberSeries lock(DocumentType type, EntityId entity) {
        return series.find(Key.of(type, entity)).orElseGet(() -> new NumberSeries(type, entity, null));
    }

    @Override
    public long take(NumberSeries held, String scopeKey, LocalDate issueDate, int count) {
        Key<DocumentType, EntityId> key = Key.of(held.type(), held.entity());
        NumberSeries current = lock(held.type(), held.entity());
        if (count < 1) {
            throw transaction.refuse(ErrorCode.INVALID_NUMBER.at("count", "expected at least 1 but found " + count));
        }
        if (!current.issueDate(issueDate).equals(issueDate)) {
            throw transaction.refuse(ErrorCode.ISSUE_DATE_TOO_EARLY.at(
                    "issueDate", "expected " + current.lastIssueDate() + " or later but found " + issueDate));
        }
        long last = counters.find(Key.of(key, scopeKey)).orElse(0L);
        counters.put(Key.of(key, scopeKey), last + count);
        series.put(key, new NumberSeries(held.type(), held.entity(), issueDate));
        return last + 1;
    }
}
