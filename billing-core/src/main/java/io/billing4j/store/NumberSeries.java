package io.billing4j.store;

import io.billing4j.id.EntityId;
import io.billing4j.invoice.DocumentType;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A number series under its lock.
 *
 * @param lastIssueDate of the latest document in it; null before the first
 */
public record NumberSeries(
        DocumentType type, EntityId entity, @Nullable LocalDate lastIssueDate) {
    /** The issue date of a document that is issued for this date: never before the last one. */
    public LocalDate issueDate(LocalDate businessDate) {
        return lastIssueDate != null && lastIssueDate.isAfter(businessDate) ? lastIssueDate : businessDate;
    }
}
