package io.billing4j.run;

/** The closed list of reasons why something was not billed. */
public enum FindingReason {
    /** A slot came up and nothing was due. */
    NOTHING_DUE,
    /** Usage arrived for a window that had been billed; the next document corrects it. */
    LATE_USAGE,
    /** Usage was recorded that no charge prices. */
    USAGE_WITHOUT_CHARGE,
    /** Usage was recorded for a trial, which is free. */
    USAGE_IN_TRIAL,
    /** A customer could not be billed. */
    BILLING_FAILED,
    /** A period could not be billed; later ones are billed all the same. */
    PERIOD_NOT_BILLABLE,
    /** What has come out otherwise since it was billed could not be computed again; it is tried with every document. */
    CORRECTION_NOT_COMPUTABLE,
    /** A period would come out otherwise by now, but its document was waived. */
    PERIOD_WAIVED,
    /** Usage was recorded that is older than the tenant expects it. */
    USAGE_TOO_OLD,
    /** Usage was recorded that lies farther ahead than the tenant expects it. */
    USAGE_FAR_AHEAD,
    /** A period was computed again without its usage, which is past its retention: that stands as it was billed. */
    USAGE_PAST_RETENTION,
    /** A one-off charge could not be taxed, so that no document takes it; it is tried with every document. */
    ONE_OFF_NOT_BILLABLE,
    /** A document would have asked for less than the tenant's minimum; the next one asks for that as well. */
    CARRIED_FORWARD
}
