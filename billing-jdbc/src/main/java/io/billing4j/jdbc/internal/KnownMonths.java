package io.billing4j.jdbc.internal;

import java.time.YearMonth;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The months (UTC) that usage has a partition for, as far as committed transactions have shown; at most 1,200. Months that may
 * be dropped are not among them, or not believed: see {@link UsageAges}.
 */
public final class KnownMonths {
    private final Set<YearMonth> months = ConcurrentHashMap.newKeySet();

    /** No months. */
    public KnownMonths() {}

    boolean contains(YearMonth month) {
        return months.contains(month);
    }

    void add(YearMonth committed) {
        months.add(committed);
    }
}
