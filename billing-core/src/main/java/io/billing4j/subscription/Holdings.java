package io.billing4j.subscription;

import io.billing4j.id.PlanId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The items of a timeline as stretches in which nothing of them changes, as long as they can be: the parts of a window that
 * are priced alike are one.
 *
 * @param fees whether a pause that stops fees leaves a gap and a quantity makes a difference; of usage neither does
 */
record Holdings(Timeline timeline, boolean fees) {
    /** The stretches, the plan first, then add-ons by their keys; those of one item in the order of time. */
    List<HeldItem> between(Instant startInclusive, Instant endExclusive) {
        if (!startInclusive.isBefore(endExclusive)) {
            return List.of();
        }
        if (timeline.unchanged()) {
            return List.of(new HeldItem(timeline.items(startInclusive).get(0), startInclusive, endExclusive));
        }
        Map<String, List<HeldItem>> byItem = new TreeMap<>();
        List<Instant> points = timeline.points(startInclusive, endExclusive);
        for (int i = 0; i + 1 < points.size(); i++) {
            Instant from = points.get(i);
            if (!fees
                    || timeline.paused(from)
                            .filter(rest -> rest.fees() == PausedFees.STOP)
                            .isEmpty()) {
                for (SubscriptionItem item : timeline.items(from)) {
                    add(byItem, item, from, points.get(i + 1));
                }
            }
        }
        List<HeldItem> held = new ArrayList<>();
        byItem.values().forEach(held::addAll);
        return held;
    }

    private void add(Map<String, List<HeldItem>> byItem, SubscriptionItem item, Instant from, Instant until) {
        // An empty name sorts before all keys.
        PlanId plan = item.plan().plan();
        List<HeldItem> own = byItem.computeIfAbsent(item.main() ? "" : plan.value(), key -> new ArrayList<>());
        HeldItem last = own.isEmpty() ? null : own.get(own.size() - 1);
        if (last != null && last.endExclusive().equals(from) && alike(last.item(), item)) {
            own.set(own.size() - 1, new HeldItem(last.item(), last.startInclusive(), until));
        } else {
            own.add(new HeldItem(item, from, until));
        }
    }

    private boolean alike(SubscriptionItem a, SubscriptionItem b) {
        return a.plan().equals(b.plan()) && (!fees || a.quantity().compareTo(b.quantity()) == 0);
    }
}
