package io.billing4j.subscription;

import io.billing4j.error.Inputs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a subscription is billed. Only billing moves it, and only under the customer's lock.
 *
 * @param nextIndex the first period without a live document, from 0; one past the last period for the final document
 * @param nextDueAt when that document is due; null once there is nothing left to bill
 * @param nextSequence the billing sequence of the next slot that opens, from 1
 * @param billedUntil the latest end of a billed period; null before the first document
 * @param usageSealedUntil all usage that has been billed lies before this instant; null before
 *     the first arrears were billed
 */
public record BillingCursor(
        int nextIndex,
        @Nullable Instant nextDueAt,
        int nextSequence,
        @Nullable Instant billedUntil,
        @Nullable Instant usageSealedUntil) {
    /** Cuts the instants to microseconds. */
    public BillingCursor {
        nextDueAt = nextDueAt == null ? null : Inputs.instant("nextDueAt", nextDueAt);
        billedUntil = billedUntil == null ? null : Inputs.instant("billedUntil", billedUntil);
        usageSealedUntil = usageSealedUntil == null ? null : Inputs.instant("usageSealedUntil", usageSealedUntil);
    }

    /** The cursor of a subscription that has never been billed. */
    public static BillingCursor start(Instant startInclusive) {
        return new BillingCursor(0, startInclusive, 1, null, null);
    }

    /** Whether usage at this instant may have been billed already; the slots say whether it has. */
    public boolean sealed(Instant occurredAt) {
        return usageSealedUntil != null && occurredAt.isBefore(usageSealedUntil);
    }
}
