package io.billing4j.usage;

import io.billing4j.error.Inputs;
import java.time.Instant;
import java.util.Comparator;

/**
 * An event and when it was recorded.
 *
 * @param recordedAt cut to microseconds
 */
public record RecordedUsage(UsageEvent event, Instant recordedAt) {
    /** The total order of a tenant's events: by occurrence, then by record, then by id. */
    public static final Comparator<RecordedUsage> ORDER = Comparator.<RecordedUsage, Instant>comparing(
                    usage -> usage.event().occurredAt())
            .thenComparing(RecordedUsage::recordedAt)
            .thenComparing(usage -> usage.event().id());

    /** Cuts the instant. */
    public RecordedUsage {
        recordedAt = Inputs.instant("recordedAt", recordedAt);
    }
}
