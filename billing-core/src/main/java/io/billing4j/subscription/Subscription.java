package io.billing4j.subscription;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has taken, as changes over time.
 *
 * @param term the contract's run, from 1; billing sequences count within it
 * @param schedule its periods, without an end; {@link #period} cuts them at the end
 * @param changes in the order they were recorded, the first a {@link SubscriptionChange.Created}
 */
public record Subscription(
        SubscriptionId id,
        CustomerId customer,
        CurrencyUnit currency,
        int term,
        BillingSchedule schedule,
        List<SubscriptionChange> changes) {
    /** Keeps a copy of the changes; refuses a history that does not begin with its creation. */
    public Subscription {
        changes = List.copyOf(changes);
        if (changes.isEmpty() || !(changes.get(0) instanceof SubscriptionChange.Created)) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because("subscription " + id + " has no beginning");
        }
    }

    /** The first instant it holds. */
    public Instant startInclusive() {
        return created().effectiveAt();
    }

    /** The first instant it does not hold any more, or null while no end is known. */
    public @Nullable Instant endExclusive() {
        return changes.stream()
                .filter(SubscriptionChange.Canceled.class::isInstance)
                .map(SubscriptionChange::effectiveAt)
                .findFirst()
                .orElse(null);
    }

    /** The plan version that holds at an instant. */
    public PlanVersionRef planAt(Instant instant) {
        return created().plan();
    }

    /** How many of it there are at an instant. */
    public BigDecimal quantityAt(Instant instant) {
        return created().quantity();
    }

    /** What it is at an instant. */
    public SubscriptionStatus statusAt(Instant instant) {
        Instant end = endExclusive();
        if (instant.isBefore(startInclusive())) {
            return SubscriptionStatus.PENDING;
        }
        return end != null && !instant.isBefore(end) ? SubscriptionStatus.CANCELED : SubscriptionStatus.ACTIVE;
    }

    /** Whether it holds at an instant. */
    public boolean activeAt(Instant instant) {
        return statusAt(instant) == SubscriptionStatus.ACTIVE;
    }

    /** Whether there is an instant at which it and the other both hold. */
    public boolean overlaps(Subscription other) {
        Instant end = endExclusive();
        Instant otherEnd = other.endExclusive();
        return !neverHolds()
                && !other.neverHolds()
                && (otherEnd == null || startInclusive().isBefore(otherEnd))
                && (end == null || other.startInclusive().isBefore(end));
    }

    /** Period {@code k} from 0, cut at the subscription's end; null where it would begin at the end or later. */
    public @Nullable BillingPeriod period(int k) {
        BillingPeriod whole = schedule.period(k);
        Instant end = endExclusive();
        if (end == null || !whole.endExclusive().isAfter(end)) {
            return whole;
        }
        return whole.startInclusive().isBefore(end)
                ? new BillingPeriod(whole.startInclusive(), end, whole.zone())
                : null;
    }

    /** The number of the last period, or null while no end is known or where it ended before it began. */
    public @Nullable Integer lastIndex() {
        Instant end = endExclusive();
        return end == null || neverHolds() ? null : schedule.indexContaining(end.minus(1, ChronoUnit.MICROS));
    }

    /** The same subscription with one more change. */
    public Subscription with(SubscriptionChange change) {
        List<SubscriptionChange> longer = new ArrayList<>(changes);
        longer.add(change);
        return new Subscription(id, customer, currency, term, schedule, longer);
    }

    /** The same subscription on a schedule with other stored boundaries. */
    public Subscription withSchedule(BillingSchedule other) {
        return new Subscription(id, customer, currency, term, other, changes);
    }

    /** Whether it ended when it began, or before. */
    private boolean neverHolds() {
        Instant end = endExclusive();
        return end != null && !startInclusive().isBefore(end);
    }

    private SubscriptionChange.Created created() {
        return (SubscriptionChange.Created) changes.get(0);
    }
}
