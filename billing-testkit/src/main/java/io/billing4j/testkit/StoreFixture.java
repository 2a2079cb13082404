package io.billing4j.testkit;

import io.billing4j.store.BillingStore;
import java.time.Instant;

/** What the contract suite has to know of a store. Where the contract leaves a choice, the fixture says which was made. */
public interface StoreFixture {
    /**
     * The store for one test. It may be the same for all of them, and hold tenants of others: each test makes tenants of its
     * own, with keys that were never used.
     */
    BillingStore newStore();

    /**
     * Whether transactions of one tenant run at the same time. Of a store that says so the suite expects that one passes by,
     * or goes on beside, what another holds; of one that runs them one after another, that it comes to the same afterwards.
     */
    default boolean transactionsOverlap() {
        return true;
    }

    /** The first instant for which usage is kept; usage before it is refused with EVENT_OUT_OF_RANGE. */
    default Instant usageStartInclusive() {
        return Instant.parse("1900-01-01T00:00:00Z");
    }

    /** The first instant for which usage is not kept any more; usage from then on is refused with EVENT_OUT_OF_RANGE. */
    default Instant usageEndExclusive() {
        return Instant.parse("9999-01-01T00:00:00Z");
    }
}
