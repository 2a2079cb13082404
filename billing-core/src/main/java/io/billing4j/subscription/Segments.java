package io.billing4j.subscription;

import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import io.billing4j.subscription.SubscriptionChange.ZoneChanged;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The schedules that follow each other where a subscription changes its interval or its zone. */
final class Segments {
    private Segments() {}

    /** The first schedule, followed by those that the changes bring. */
    static BillingSchedule of(BillingSchedule first, List<SubscriptionChange> changes) {
        List<SubscriptionChange> turns = Timeline.standing(changes).stream()
                .filter(Segments::isTurn)
                .filter(change -> change.effectiveAt().isAfter(first.startInclusive()))
                .sorted(Comparator.comparing(SubscriptionChange::effectiveAt))
                .toList();
        BillingSchedule schedule = first;
        for (SubscriptionChange turn : turns) {
            schedule = schedule.followedBy(following(schedule, turn));
        }
        return schedule;
    }

    /** Whether periods are counted anew from the change on. */
    static boolean isTurn(SubscriptionChange change) {
        return change instanceof ZoneChanged || (change instanceof PlanChanged changed && changed.interval() != null);
    }

    private static BillingSchedule following(BillingSchedule schedule, SubscriptionChange turn) {
        Instant at = turn.effectiveAt();
        if (turn instanceof ZoneChanged moved) {
            return schedule.inZone(moved.zone(), at);
        }
        BillingInterval interval = Objects.requireNonNull(((PlanChanged) turn).interval());
        // An hour that a clock change repeats begins a period when it is meant, not when it was there first.
        return BillingSchedule.anniversary(at, interval, schedule.inForceAt(at).zone())
                .withPinned(Map.of(0, at));
    }
}
