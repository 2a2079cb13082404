package io.billing4j.subscription;

import io.billing4j.error.Inputs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a subscription is billed. Only billing moves it, and only under the customer's lock.
 *
 * @param nextIndex the first period without a live document, from 0; one past the last period for the final document; earlier
 *     where the document of a change is to be made again
 * @param nextDueAt when that document is due; null once there is nothing left to bill
 * @param term the run of the contract that sequences are counted in, from 1
 * @param nextSequence the billing sequence of the next slot that opens in that term, from 1
 * @param billedUntil the latest end of a billed period; null before the first document
 * @param usageSealedUntil all usage that has been billed lies before this instant; null before
 *     the first arrears were billed
 * @param touchedFrom the earliest instant whose billed windows may come out otherwise by now; null where none may. The next
 *     document corrects them
 * @param settledUntil changes that had taken effect by then and were recorded before, and are to be settled at once, have had
 *     their documents; null before the first
 */
public record BillingCursor(
        int nextIndex,
        @Nullable Instant nextDueAt,
        int term,
        int nextSequence,
        @Nullable Instant billedUntil,
        @Nullable Instant usageSealedUntil,
        @Nullable Instant touchedFrom,
        @Nullable Instant settledUntil) {
    /** Cuts the instants to microseconds. */
    public BillingCursor {
        nextDueAt = nextDueAt == null ? null : Inputs.instant("nextDueAt", nextDueAt);
        billedUntil = billedUntil == null ? null : Inputs.instant("billedUntil", billedUntil);
        usageSealedUntil = usageSealedUntil == null ? null : Inputs.instant("usageSealedUntil", usageSealedUntil);
        touchedFrom = touchedFrom == null ? null : Inputs.instant("touchedFrom", touchedFrom);
        settledUntil = settledUntil == null ? null : Inputs.instant("settledUntil", settledUntil);
    }

    /** A cursor under which no change was settled at once. */
    public BillingCursor(
            int nextIndex,
            @Nullable Instant nextDueAt,
            int term,
            int nextSequence,
            @Nullable Instant billedUntil,
            @Nullable Instant usageSealedUntil,
            @Nullable Instant touchedFrom) {
        this(nextIndex, nextDueAt, term, nextSequence, billedUntil, usageSealedUntil, touchedFrom, null);
    }

    /** The cursor of a subscription that has never been billed. */
    public static BillingCursor start(Instant startInclusive) {
        return new BillingCursor(0, startInclusive, 1, 1, null, null, null);
    }

    /** The same cursor, where windows from this instant on may come out otherwise as well. */
    public BillingCursor touched(Instant from) {
        Instant earliest = touchedFrom != null && touchedFrom.isBefore(from) ? touchedFrom : from;
        return new BillingCursor(
                nextIndex, nextDueAt, term, nextSequence, billedUntil, usageSealedUntil, earliest, settledUntil);
    }

    /** The same cursor once all that was touched is corrected. */
    public BillingCursor settled() {
        return new BillingCursor(
                nextIndex, nextDueAt, term, nextSequence, billedUntil, usageSealedUntil, null, settledUntil);
    }

    /** The same cursor at another period. */
    public BillingCursor from(int index) {
        return new BillingCursor(
                index, nextDueAt, term, nextSequence, billedUntil, usageSealedUntil, touchedFrom, settledUntil);
    }

    /** The same cursor with something due at an instant. */
    public BillingCursor dueAt(@Nullable Instant dueAt) {
        return new BillingCursor(
                nextIndex, dueAt, term, nextSequence, billedUntil, usageSealedUntil, touchedFrom, settledUntil);
    }

    /** The same cursor once all changes that are to be settled at once have had their documents. */
    public BillingCursor settledUntil(Instant recordedAt) {
        return new BillingCursor(
                nextIndex, nextDueAt, term, nextSequence, billedUntil, usageSealedUntil, touchedFrom, recordedAt);
    }

    /** Whether usage at this instant may have been billed already; the slots say whether it has. */
    public boolean sealed(Instant occurredAt) {
        return usageSealedUntil != null && occurredAt.isBefore(usageSealedUntil);
    }
}
