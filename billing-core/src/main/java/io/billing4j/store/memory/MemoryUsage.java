package io.billing4j.store.memory;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.store.UsageStore;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.ReportedUsage;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageAggregator;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageOutcome;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events by their keys, and by customer, meter and time: what a window holds is made of its events. Every instant has its place. */
final class MemoryUsage implements UsageStore {
    private final Rows<EventId, RecordedUsage> events;
    private final Rows<Key<Key<CustomerId, MeterId>, Key<Instant, EventId>>, RecordedUsage> byTime;
    private final Rows<Key<CustomerId, Key<Instant, String>>, TouchedWindow> touched;
    private final Rows<ReportedUsage, ReportedUsage> reported;

    MemoryUsage(Books books, Transaction transaction) {
        events = books.usage.in(transaction);
        byTime = books.usageByTime.in(transaction);
        touched = books.touched.in(transaction);
        reported = books.reported.in(transaction);
    }

    @Override
    public List<UsageOutcome> record(List<UsageEvent> batch, Instant recordedAt) {
        List<UsageOutcome> outcomes = new ArrayList<>(batch.size());
        for (UsageEvent event : batch) {
            outcomes.add(events.find(event.id())
                    .map(known -> known.event().equals(event) ? UsageOutcome.DUPLICATE : UsageOutcome.CONFLICT)
                    .orElseGet(() -> add(new RecordedUsage(event, recordedAt))));
        }
        return outcomes;
    }

    @Override
    public Map<UsageQuery, UsageSummary> summaries(Collection<UsageQuery> queries) {
        UsageAggregator aggregator = new UsageAggregator(CustomAggregations.NONE);
        Map<UsageQuery, UsageSummary> summaries = new LinkedHashMap<>();
        for (UsageQuery query : queries) {
            CustomAggregations.NONE.requireFor(query);
            summaries.put(query, aggregator.summary(query, events(query)));
        }
        return summaries;
    }

    @Override
    public List<RecordedUsage> events(UsageQuery query) {
        Key<CustomerId, MeterId> place = Key.of(query.customer(), query.meter().id());
        return byTime.between(
                        Key.of(place, Key.startOf(query.fromInclusive())),
                        Key.of(place, Key.startOf(query.service().endExclusive())))
                .filter(usage -> query.matches(usage.event()))
                .sorted(RecordedUsage.ORDER)
                .toList();
    }

    @Override
    public Optional<Instant> openFrom(Instant from) {
        return Optional.empty();
    }

    @Override
    public Optional<Instant> keptFrom(Instant from) {
        return Optional.empty();
    }

    @Override
    public void insertTouched(List<TouchedWindow> windows) {
        for (TouchedWindow window : windows) {
            touched.insert(
                    key(window), window, () -> ErrorCode.ALREADY_EXISTS.because("there is a mark " + window.id()));
        }
    }

    @Override
    public List<TouchedWindow> touched(Collection<CustomerId> customers) {
        return new TreeSet<>(customers)
                .stream()
                        .flatMap(customer -> touched.after(Key.startOf(customer))
                                .takeWhile(window -> window.customer().equals(customer)))
                        .toList();
    }

    @Override
    public void settleTouched(Map<UUID, InvoiceId> marks) {
        touched.after(null)
                .filter(window -> marks.containsKey(window.id()))
                .toList()
                .forEach(window -> touched.remove(key(window)));
    }

    @Override
    public void markReported(Collection<ReportedUsage> marks) {
        marks.forEach(one -> reported.put(one, one));
    }

    @Override
    public List<ReportedUsage> takeReported(Collection<CustomerId> customers, Instant until) {
        Set<CustomerId> wanted = Set.copyOf(customers);
        List<ReportedUsage> taken = reported.after(null)
                .filter(mark -> wanted.contains(mark.customer()) && mark.seenBy(until))
                .toList();
        taken.forEach(reported::remove);
        Map<SubscriptionId, ReportedUsage> latest = new LinkedHashMap<>();
        taken.forEach(mark -> latest.merge(mark.subscription(), mark, ReportedUsage::later));
        return List.copyOf(latest.values());
    }

    @Override
    public List<CustomerId> customersReported(Instant until, @Nullable CustomerId after, int limit) {
        return reported.after(null)
                .filter(mark -> mark.seenBy(until))
                .map(ReportedUsage::customer)
                .filter(customer -> after == null || customer.compareTo(after) > 0)
                .distinct()
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Instant> nextReportedAfter(Instant instant) {
        return reported.after(null)
                .map(ReportedUsage::occurredAt)
                .filter(occurredAt -> occurredAt.isAfter(instant))
                .min(Instant::compareTo);
    }

    private static Key<CustomerId, Key<Instant, String>> key(TouchedWindow window) {
        return Key.of(window.customer(), Key.of(window.recordedAt(), window.id().toString()));
    }

    private UsageOutcome add(RecordedUsage usage) {
        UsageEvent event = usage.event();
        events.put(event.id(), usage);
        byTime.put(Key.of(Key.of(event.customer(), event.meter()), Key.of(event.occurredAt(), event.id())), usage);
        return UsageOutcome.RECORDED;
    }
}
