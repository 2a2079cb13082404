package io.billing4j.store;

import java.util.List;

/**
 * What all tenants have hinted at, for workers that serve every one of them. This is a list and no way in: the work itself is done
 * in {@link BillingStore#inTransaction} of the hint's tenant. Each call is a transaction of its own, or part of the host's.
 */
public interface OpenWork {
    /** Hints of this kind that may be followed by now, by the clock of the store, in the order of their ids. */
    List<WorkHint> due(WorkKind kind, Page page);

    /** Takes this hint away, if it is there: for one whose tenant is not. */
    void remove(WorkHint hint);
}
