package io.billing4j.jdbc.internal;

import io.billing4j.usage.UsageQuery;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What is known of several queries so far. */
final class Totals {
    private final Map<UsageQuery, QueryTotals> all = new LinkedHashMap<>();

    /** Begins with a query, anew if it is among them. */
    void begin(QueryTotals totals) {
        all.put(totals.query(), totals);
    }

    void remove(UsageQuery query) {
        all.remove(query);
    }

    /** What is known of a query that is among them. */
    QueryTotals of(UsageQuery query) {
        return Objects.requireNonNull(all.get(query));
    }

    Collection<QueryTotals> all() {
        return all.values();
    }
}
