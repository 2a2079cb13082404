package io.billing4j.store;

import io.billing4j.id.EntityId;
import io.billing4j.invoice.DocumentType;
import java.time.LocalDate;

/** Number series. Whoever holds one writes headers and commits, nothing else: everybody who issues waits. */
public interface NumberStore {
    /**
     * Locks the series until the transaction ends; a series that was never used begins empty.
     *
     * @throws io.billing4j.error.BillingException NUMBERING_BUSY if the lock is not to be had in time
     */
    NumberSeries lock(DocumentType type, EntityId entity);

    /**
     * Takes a block of sequence values and moves the last issue date; the series is locked.
     *
     * @param scopeKey in which the sequence counts; a new one begins at 1
     * @param count from 1
     * @return the first value of the block
     */
    long take(NumberSeries series, String scopeKey, LocalDate issueDate, int count);
}
