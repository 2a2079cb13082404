package io.billing4j.usage;

import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import java.util.Comparator;

/**
 * A mark that usage was reported for a subscription since it was last looked at whether that has reached an amount at which it is billed.
 *
 * @param customer whose subscription it is
 */
public record ReportedUsage(CustomerId customer, SubscriptionId subscription) implements Comparable<ReportedUsage> {
    private static final Comparator<ReportedUsage> ORDER =
            Comparator.comparing(ReportedUsage::customer).thenComparing(ReportedUsage::subscription);

    /** By customer, then by subscription. */
    @Override
    public int compareTo(ReportedUsage other) {
        return ORDER.compare(this, other);
    }
}
