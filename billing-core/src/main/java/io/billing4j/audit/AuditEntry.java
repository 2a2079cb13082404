package io.billing4j.audit;

import io.billing4j.error.Inputs;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Who did what to what, and when.
 *
 * @param action such as {@code invoice.finalized}
 * @param subjectType such as {@code invoice}
 * @param before what was changed as it was; empty where it did not exist
 * @param after what was changed as it is; empty where it does not exist any more
 * @param recordedAt business time, strictly increasing per customer
 */
public record AuditEntry(
        UUID id,
        Actor actor,
        String action,
        String subjectType,
        String subjectId,
        Map<String, String> before,
        Map<String, String> after,
        Instant recordedAt) {
    /** Keeps copies of the maps and cuts the instant to microseconds. */
    public AuditEntry {
        recordedAt = Inputs.instant("recordedAt", recordedAt);
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }
}
