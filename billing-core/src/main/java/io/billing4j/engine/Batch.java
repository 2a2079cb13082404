package io.billing4j.engine;

import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.subscription.BillingCursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Documents that are written together, with what moves along with them. */
final class Batch {
    private final List<InvoiceDraft> drafts = new ArrayList<>();
    private final Map<SubscriptionId, BillingCursor> cursors = new TreeMap<>();
    private final Map<CustomerId, Instant> lastRecordedAt = new TreeMap<>();

    /** Adds the drafts of one subscription, in the order they were recorded. */
    void add(Billable billable, List<InvoiceDraft> own) {
        drafts.addAll(own);
        cursors.put(
                billable.subscription().id(),
                billable.advanced(own.stream().map(InvoiceDraft::slot).toList()));
        own.forEach(
                draft -> lastRecordedAt.merge(draft.customer(), draft.recordedAt(), (a, b) -> a.isAfter(b) ? a : b));
    }

    /** All of another batch as well. */
    void add(Batch other) {
        drafts.addAll(other.drafts);
        cursors.putAll(other.cursors);
        lastRecordedAt.putAll(other.lastRecordedAt);
    }

    /** Those with something to ask for, in the order of customers and time. */
    List<InvoiceDraft> documents() {
        return sorted().filter(draft -> !draft.nothingDue()).toList();
    }

    /** Those with nothing due. */
    List<InvoiceDraft> skipped() {
        return sorted().filter(InvoiceDraft::nothingDue).toList();
    }

    /** All of them. */
    List<InvoiceDraft> all() {
        return sorted().toList();
    }

    Map<SubscriptionId, BillingCursor> cursors() {
        return cursors;
    }

    Map<CustomerId, Instant> lastRecordedAt() {
        return lastRecordedAt;
    }

    private Stream<InvoiceDraft> sorted() {
        return drafts.stream()
                .sorted(Comparator.comparing(InvoiceDraft::customer).thenComparing(InvoiceDraft::recordedAt));
    }
}
