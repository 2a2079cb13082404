package io.billing4j.store.memory;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.store.UsageStore;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageOutcome;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageTotal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events by their keys, and by customer, meter and time: a window is summed from its events. Every instant has its place. */
final class MemoryUsage implements UsageStore {
    private final Rows<EventId, UsageEvent> events;
    private final Rows<Key<Key<CustomerId, MeterId>, Key<Instant, EventId>>, UsageEvent> byTime;
    private final Rows<Key<CustomerId, Key<Instant, String>>, TouchedWindow> touched;

    MemoryUsage(Books books, Transaction transaction) {
        events = books.usage.in(transaction);
        byTime = books.usageByTime.in(transaction);
        touched = books.touched.in(transaction);
    }

    @Override
    public List<UsageOutcome> record(List<UsageEvent> batch, Instant recordedAt) {
        List<UsageOutcome> outcomes = new ArrayList<>(batch.size());
        for (UsageEvent event : batch) {
            outcomes.add(events.find(event.id())
                    .map(known -> known.equals(event) ? UsageOutcome.DUPLICATE : UsageOutcome.CONFLICT)
                    .orElseGet(() -> add(event)));
        }
        return outcomes;
    }

    @Override
    public Map<UsageQuery, UsageTotal> totals(Collection<UsageQuery> queries) {
        Map<UsageQuery, UsageTotal> totals = new LinkedHashMap<>();
        for (UsageQuery query : queries) {
            totals.put(query, total(query));
        }
        return totals;
    }

    @Override
    public void insertTouched(List<TouchedWindow> windows) {
        for (TouchedWindow window : windows) {
            touched.insert(
                    Key.of(
                            window.customer(),
                            Key.of(window.recordedAt(), window.id().toString())),
                    window,
                    () -> ErrorCode.ALREADY_EXISTS.because("there is a mark " + window.id()));
        }
    }

    @Override
    public List<TouchedWindow> touched(CustomerId customer) {
        return touched.after(Key.startOf(customer))
                .takeWhile(window -> window.customer().equals(customer))
                .toList();
    }

    private UsageOutcome add(UsageEvent event) {
        events.put(event.id(), event);
        byTime.put(Key.of(Key.of(event.customer(), event.meter()), Key.of(event.occurredAt(), event.id())), event);
        return UsageOutcome.RECORDED;
    }

    private UsageTotal total(UsageQuery query) {
        Key<CustomerId, MeterId> place = Key.of(query.customer(), query.meter());
        List<BigDecimal> quantities = byTime.between(
                        Key.of(place, Key.startOf(query.startInclusive())),
                        Key.of(place, Key.startOf(query.endExclusive())))
                .filter(query::matches)
                .map(UsageEvent::quantity)
                .toList();
        return new UsageTotal(quantities.stream().reduce(BigDecimal.ZERO, BigDecimal::add), quantities.size());
    }
}
