package io.billing4j.tenant;

/** What happens to usage that arrives after its window was billed. */
public enum LateUsagePolicy {
    /** It is recorded, leaves a finding, and its window is marked for correction. */
    CORRECT,
    /** The batch that holds it is refused with LATE_USAGE. */
    REFUSE
}
