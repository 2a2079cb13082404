package io.billing4j.usage;

import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * A mark that something has become of a subscription's usage since somebody last looked whether that has reached an amount at which it is
 * billed. A subscription may have any number: whoever looks takes away those that were there before the usage was counted, and no other.
 *
 * @param customer whose subscription it is
 * @param occurredAt the latest instant that it is about: whoever counts the usage before some instant has seen a mark of an earlier one
 *     whole, and keeps any other
 */
public record ReportedUsage(UUID id, CustomerId customer, SubscriptionId subscription, Instant occurredAt)
        implements Comparable<ReportedUsage> {
    private static final Comparator<ReportedUsage> ORDER = Comparator.comparing(ReportedUsage::customer)
            .thenComparing(ReportedUsage::subscription)
            .thenComparing(mark -> mark.id().toString());

    private static final Comparator<ReportedUsage> LATEST = Comparator.comparing(ReportedUsage::occurredAt)
            .thenComparing(mark -> mark.id().toString());

    /** Refuses an instant out of bounds with INVALID_DATE. */
    public ReportedUsage {
        occurredAt = Inputs.instant("occurredAt", occurredAt);
    }

    /** Whether who counts what occurred before an instant has seen all that it is about. */
    public boolean seenBy(Instant until) {
        return occurredAt.isBefore(until);
    }

    /** Of this one and another that of the later instant; of the same instant, that of the greater id. */
    public ReportedUsage later(ReportedUsage other) {
        return LATEST.compare(this, other) < 0 ? other : this;
    }

    /** By customer, then by subscription, then by id. */
    @Override
    public int compareTo(ReportedUsage other) {
        return ORDER.compare(this, other);
    }
}
