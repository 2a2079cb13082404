package io.billing4j.tenant;

/** What happens to usage that lies outside the range in which a tenant expects it. */
public enum OutOfRangeUsage {
    /** The batch that holds it is refused with EVENT_OUT_OF_RANGE. */
    REFUSE,
    /** It is recorded as any other, and leaves a finding. */
    ACCEPT_WITH_FINDING
}
