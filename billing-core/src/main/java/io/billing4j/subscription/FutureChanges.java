package io.billing4j.subscription;

import io.billing4j.subscription.SubscriptionChange.Created;
import io.billing4j.subscription.SubscriptionChange.RenewalStopped;
import io.billing4j.subscription.SubscriptionChange.Renewed;
import io.billing4j.subscription.SubscriptionChange.SettledAtOnce;
import io.billing4j.subscription.SubscriptionChange.Withdrawn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a subscription and has not come yet. */
record FutureChanges(Subscription subscription) {
    /** The subscription without changes that take effect after an instant. */
    Subscription hidden(Instant instant) {
        List<SubscriptionChange> changes = subscription.changes();
        List<SubscriptionChange> later = new ArrayList<>();
        for (int i = 1; i < changes.size(); i++) {
            if (happensAt(changes.get(i)) && changes.get(i).effectiveAt().isAfter(instant)) {
                later.add(new Withdrawn(instant, instant, i + 1));
            }
        }
        return later.isEmpty() ? subscription : subscription.with(later);
    }

    /** From when on a change that takes effect after an instant moves anything; null where there is none. */
    @Nullable
    Instant movedFrom(Instant after) {
        Instant earliest = null;
        for (SubscriptionChange change : Timeline.standing(subscription.changes())) {
            if (!(change instanceof Created)
                    && happensAt(change)
                    && change.effectiveAt().isAfter(after)) {
                earliest = earlier(earlier(change.effectiveAt(), change.feesFrom()), earliest);
            }
        }
        return earliest;
    }

    /** Changes that have not taken effect at an instant and can be withdrawn. */
    List<ScheduledChange> scheduled(Instant after) {
        List<SubscriptionChange> changes = subscription.changes();
        List<ScheduledChange> scheduled = new ArrayList<>();
        Timeline standing = subscription.service();
        for (int i = 1; i < changes.size(); i++) {
            SubscriptionChange change = changes.get(i);
            boolean own = !(change instanceof Withdrawn) && !(change instanceof SettledAtOnce);
            if (own && standing.stands(i + 1) && takesEffect(change).isAfter(after)) {
                scheduled.add(new ScheduledChange(i + 1, change));
            }
        }
        return scheduled;
    }

    /** When a change takes effect, by what is known now. */
    private Instant takesEffect(SubscriptionChange change) {
        Instant end = null;
        if (change instanceof Renewed renewed) {
            end = subscription.terms().endOf(renewed.after());
        } else if (change instanceof RenewalStopped stopped) {
            end = subscription.terms().endOf(stopped.after());
        }
        return end == null ? change.effectiveAt() : end;
    }

    /** Whether it happens at an instant: renewals happen when their term ends, and that may still move. */
    private static boolean happensAt(SubscriptionChange change) {
        return !(change instanceof Renewed) && !(change instanceof RenewalStopped);
    }

    private static Instant earlier(Instant a, @Nullable Instant b) {
        return b == null || a.isBefore(b) ? a : b;
    }
}
