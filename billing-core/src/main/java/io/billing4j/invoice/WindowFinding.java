package io.billing4j.invoice;

import io.billing4j.period.BillingPeriod;

/**
 * A period whose difference a document leaves alone.
 *
 * @param kind why
 */
public record WindowFinding(Kind kind, BillingPeriod period) {
    /** Why a difference is left alone. */
    public enum Kind {
        /** The period's document was waived: nothing more is asked for it. */
        WAIVED,
        /** Lines of the period stand on a draft, which settles them itself when it is refreshed. */
        LEFT_TO_DRAFT,
        /** The period's usage is past its retention: what was billed of it stands, and the rest of the period is computed. */
        USAGE_PAST_RETENTION
    }
}
