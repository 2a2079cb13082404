package io.billing4j.jdbc;

import io.billing4j.id.TenantId;
import java.time.YearMonth;
import java.util.List;

/**
 * What a pass over usage did.
 *
 * @param elsewhere whether somebody else was at it, so that this pass did nothing
 * @param made months (UTC) that got a partition
 * @param dropped months whose partition is gone, oldest first
 * @param busy months that nobody needs, but whose lock was not to be had in time; the next pass tries again
 * @param stuck months that could not be dropped, or not be looked at, for a failure; the others are gone all the same
 * @param keysDeleted ids of events that are refused for their age from now on
 * @param rollupsDeleted sums of events that are past their retention
 * @param waitedInVain whether transactions that began before lasted so long that nothing of what they may rely on was deleted;
 *     the next pass tries again
 * @param pinned tenants whose events are kept although they are past their retention
 * @param failed tenants that were left out for a failure, such as a row that somebody holds; the next pass tries again
 */
public record UsageMaintenanceReport(
        boolean elsewhere,
        List<YearMonth> made,
        List<YearMonth> dropped,
        List<YearMonth> busy,
        List<StuckMonth> stuck,
        long keysDeleted,
        long rollupsDeleted,
        boolean waitedInVain,
        List<PinnedUsage> pinned,
        List<TenantId> failed) {
    /** Keeps copies. */
    public UsageMaintenanceReport {
        made = List.copyOf(made);
        dropped = List.copyOf(dropped);
        busy = List.copyOf(busy);
        stuck = List.copyOf(stuck);
        pinned = List.copyOf(pinned);
        failed = List.copyOf(failed);
    }

    /** That of a pass that found somebody else at it. */
    static UsageMaintenanceReport ofNothing() {
        return new UsageMaintenanceReport(
                true, List.of(), List.of(), List.of(), List.of(), 0, 0, false, List.of(), List.of());
    }

    /** What a person reads. */
    @Override
    public String toString() {
        return elsewhere
                ? "usage: somebody else keeps house"
                : "usage: months made " + made + ", dropped " + dropped + ", busy " + busy + ", stuck " + stuck
                        + "; keys deleted " + keysDeleted + ", rollups deleted " + rollupsDeleted
                        + (waitedInVain ? "; waited in vain for transactions that began before" : "") + "; kept for "
                        + pinned + "; failed for " + failed;
    }
}
