package io.billing4j.store;

import io.billing4j.audit.AuditEntry;
import io.billing4j.event.BillingEvent;
import io.billing4j.id.CustomerId;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told and what is kept, appended in the transaction that it is about. */
public interface JournalStore {
    /** Appends events to the outbox, in this order. */
    void appendEvents(List<BillingEvent> events);

    /** Events that wait to be published, in the order they were appended per customer; of all where it is null. */
    List<BillingEvent> events(@Nullable CustomerId customer, int limit);

    /** Appends audit entries. */
    void appendAudit(List<AuditEntry> entries);

    /** The audit trail of one subject, in the order of its entries' ids. */
    List<AuditEntry> audit(String subjectType, String subjectId, Page page);

    /** Adds findings; one whose reason and key are known is left out. */
    void addFindings(List<Finding> findings);

    /** Findings in the order of their ids; of one customer and of one reason, or of all where that is null. */
    List<Finding> findings(@Nullable CustomerId customer, @Nullable FindingReason reason, Page page);

    /** How many findings there are of each reason that has any. */
    Map<FindingReason, Long> findingCounts();
}
