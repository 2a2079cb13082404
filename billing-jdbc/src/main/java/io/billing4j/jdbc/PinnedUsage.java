package io.billing4j.jdbc;

import io.billing4j.id.TenantId;

/**
 * A tenant whose events are past their retention and are kept all the same, and with them the months that they share with those
 * of others.
 */
public record PinnedUsage(TenantId tenant, Reason reason) {
    /** Why events are kept. */
    public enum Reason {
        /** The tenant's settings hold them. */
        HOLD,
        /** They are unbilled, or a correction is still to be made. */
        UNBILLED,
        /** They stand on a draft. */
        DRAFT,
        /** There are months with events of a meter that carries levels over: what one is today may have been said then. */
        CARRIED_OVER
    }

    /** What a person reads. */
    @Override
    public String toString() {
        return tenant + " " + reason;
    }
}
