package io.billing4j.store.memory;

import io.billing4j.audit.AuditEntry;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.id.CustomerId;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.JournalStore;
import io.billing4j.store.Page;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events in the order they came, audit entries by subject, findings by id. */
final class MemoryJournal implements JournalStore {
    private final Rows<Long, BillingEvent> events;
    private final Rows<Key<CustomerId, Long>, BillingEvent> eventsByCustomer;
    private final Rows<Key<Key<String, String>, String>, AuditEntry> audit;
    private final Rows<String, Finding> findings;
    private final Rows<Key<CustomerId, String>, Finding> findingsByCustomer;
    private final Rows<Key<FindingReason, String>, String> findingsByDedupeKey;

    MemoryJournal(Books books, Transaction transaction) {
        events = books.events.in(transaction);
        eventsByCustomer = books.eventsByCustomer.in(transaction);
        audit = books.audit.in(transaction);
        findings = books.findings.in(transaction);
        findingsByCustomer = books.findingsByCustomer.in(transaction);
        findingsByDedupeKey = books.findingsByDedupeKey.in(transaction);
    }

    @Override
    public void appendEvents(List<BillingEvent> appended) {
        long place = events.lastKey().orElse(0L);
        for (BillingEvent event : appended) {
            place++;
            events.put(place, event);
            if (event.customer() != null) {
                eventsByCustomer.put(Key.of(event.customer(), place), event);
            }
        }
    }

    @Override
    public List<BillingEvent> events(@Nullable CustomerId customer, int limit) {
        Stream<BillingEvent> waiting = customer == null
                ? events.after(null)
                : eventsByCustomer.after(Key.startOf(customer)).takeWhile(event -> customer.equals(event.customer()));
        return waiting.limit(limit).toList();
    }

    @Override
    public void appendAudit(List<AuditEntry> entries) {
        for (AuditEntry entry : entries) {
            audit.insert(
                    Key.of(
                            Key.of(entry.subjectType(), entry.subjectId()),
                            entry.id().toString()),
                    entry,
                    () -> ErrorCode.ALREADY_EXISTS.because("there is an audit entry " + entry.id()));
        }
    }

    @Override
    public List<AuditEntry> audit(String subjectType, String subjectId, Page page) {
        Key<String, String> subject = Key.of(subjectType, subjectId);
        return audit.entriesAfter(new Key<>(subject, page.after()))
                .takeWhile(entry -> entry.getKey().first().equals(subject))
                .map(entry -> entry.getValue())
                .limit(page.size())
                .toList();
    }

    @Override
    public void addFindings(List<Finding> added) {
        for (Finding finding : added) {
            Key<FindingReason, String> fact = Key.of(finding.reason(), finding.dedupeKey());
            if (findingsByDedupeKey.find(fact).isEmpty()) {
                String id = finding.id().toString();
                findings.insert(id, finding, () -> ErrorCode.ALREADY_EXISTS.because("there is a finding " + id));
                findingsByDedupeKey.put(fact, id);
                if (finding.customer() != null) {
                    findingsByCustomer.put(Key.of(finding.customer(), id), finding);
                }
            }
        }
    }

    @Override
    public List<Finding> findings(@Nullable CustomerId customer, @Nullable FindingReason reason, Page page) {
        Stream<Finding> found = customer == null
                ? findings.after(page.after())
                : findingsByCustomer
                        .after(new Key<>(customer, page.after()))
                        .takeWhile(finding -> customer.equals(finding.customer()));
        return found.filter(finding -> reason == null || finding.reason() == reason)
                .limit(page.size())
                .toList();
    }

    @Override
    public Map<FindingReason, Long> findingCounts() {
        return findings.after(null).collect(Collectors.groupingBy(Finding::reason, Collectors.counting()));
    }
}
