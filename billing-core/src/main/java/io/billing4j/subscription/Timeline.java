package io.billing4j.subscription;

import io.billing4j.id.PlanId;
import io.billing4j.subscription.SubscriptionChange.AddOnRemoved;
import io.billing4j.subscription.SubscriptionChange.AddOnSet;
import io.billing4j.subscription.SubscriptionChange.BecamePastDue;
import io.billing4j.subscription.SubscriptionChange.Created;
import io.billing4j.subscription.SubscriptionChange.Paused;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import io.billing4j.subscription.SubscriptionChange.QuantityChanged;
import io.billing4j.subscription.SubscriptionChange.Recovered;
import io.billing4j.subscription.SubscriptionChange.Resumed;
import io.billing4j.subscription.SubscriptionChange.Withdrawn;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What changes make of a subscription at an instant. Of the changes of one aspect that have begun, the one with the latest
 * effect counts, and among those with the same effect the one recorded last, whatever the order in which they were recorded:
 * so a change in the past and one in the future mean the same whichever was known first.
 */
final class Timeline {
    private final List<SubscriptionChange> changes;
    private final Set<Integer> withdrawn;
    private final Function<SubscriptionChange, Instant> begins;

    private Timeline(List<SubscriptionChange> all, Function<SubscriptionChange, Instant> begins) {
        // Most subscriptions never change, and a run asks each of them several times.
        this.withdrawn = all.size() == 1 ? Set.of() : withdrawn(all);
        this.changes = all.size() == 1 ? all : standing(all, withdrawn);
        this.begins = begins;
    }

    /** As status and usage follow the changes. */
    static Timeline ofService(List<SubscriptionChange> changes) {
        return new Timeline(changes, SubscriptionChange::effectiveAt);
    }

    /** As fees follow the changes. */
    static Timeline ofFees(List<SubscriptionChange> changes) {
        return new Timeline(changes, SubscriptionChange::feesFrom);
    }

    /** Those that were not withdrawn, in the order they were recorded. */
    static List<SubscriptionChange> standing(List<SubscriptionChange> all) {
        return all.size() == 1 ? all : standing(all, withdrawn(all));
    }

    private static List<SubscriptionChange> standing(List<SubscriptionChange> all, Set<Integer> withdrawn) {
        List<SubscriptionChange> standing = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!(all.get(i) instanceof Withdrawn) && !withdrawn.contains(i + 1)) {
                standing.add(all.get(i));
            }
        }
        return standing;
    }

    private static Set<Integer> withdrawn(List<SubscriptionChange> all) {
        Set<Integer> numbers = new HashSet<>();
        for (SubscriptionChange change : all) {
            if (change instanceof Withdrawn withdrawal) {
                numbers.add(withdrawal.change());
            }
        }
        return numbers;
    }

    /** Whether the change of a number was not withdrawn. */
    boolean stands(int number) {
        return !withdrawn.contains(number);
    }

    /** Whether nothing has changed since it was created. */
    boolean unchanged() {
        return changes.size() == 1;
    }

    /** The changes of a kind. */
    <T extends SubscriptionChange> Stream<T> all(Class<T> kind) {
        return changes.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Of the changes that are wanted and have begun, the one that counts. */
    Optional<SubscriptionChange> latest(Instant at, Predicate<SubscriptionChange> wanted) {
        SubscriptionChange latest = null;
        for (SubscriptionChange change : changes) {
            // What it was created with was there before anything else, even where it has begun earlier than planned.
            boolean begun = change instanceof Created || !begins.apply(change).isAfter(at);
            boolean later = latest == null
                    || latest instanceof Created
                    || !change.effectiveAt().isBefore(latest.effectiveAt());
            if (begun && later && wanted.test(change)) {
                latest = change;
            }
        }
        return Optional.ofNullable(latest);
    }

    /** The instants at which anything may change, within the bounds, and the bounds. */
    List<Instant> points(Instant startInclusive, Instant endInclusive) {
        TreeSet<Instant> points = new TreeSet<>();
        points.add(startInclusive);
        for (SubscriptionChange change : changes) {
            Instant begin = begins.apply(change);
            if (begin.isAfter(startInclusive) && begin.isBefore(endInclusive)) {
                points.add(begin);
            }
        }
        points.add(endInclusive);
        return List.copyOf(points);
    }

    /** The plan and the add-ons at an instant: the plan first, add-ons by their keys. */
    List<SubscriptionItem> items(Instant at) {
        if (unchanged()) {
            return List.of(main(at));
        }
        List<SubscriptionItem> items = new ArrayList<>();
        items.add(main(at));
        Map<PlanId, AddOnSet> addOns = new TreeMap<>();
        for (PlanId plan : addOnPlans()) {
            latest(at, change -> plan.equals(addOnOf(change))).ifPresent(change -> {
                if (change instanceof AddOnSet set) {
                    addOns.put(plan, set);
                }
            });
        }
        addOns.values().forEach(set -> items.add(new SubscriptionItem(false, set.plan(), set.quantity())));
        return items;
    }

    /** Whether it rests at an instant, and how. */
    Optional<Paused> paused(Instant at) {
        return latest(at, change -> change instanceof Paused || change instanceof Resumed)
                .filter(Paused.class::isInstance)
                .map(Paused.class::cast);
    }

    /** Whether payment is overdue at an instant. */
    boolean pastDue(Instant at) {
        return latest(at, change -> change instanceof BecamePastDue || change instanceof Recovered)
                .filter(BecamePastDue.class::isInstance)
                .isPresent();
    }

    private SubscriptionItem main(Instant at) {
        SubscriptionChange plan = latest(at, change -> change instanceof Created || change instanceof PlanChanged)
                .orElseThrow();
        SubscriptionChange quantity = latest(
                        at, change -> change instanceof Created || change instanceof QuantityChanged)
                .orElseThrow();
        BigDecimal value =
                quantity instanceof QuantityChanged changed ? changed.quantity() : ((Created) quantity).quantity();
        return new SubscriptionItem(
                true, plan instanceof PlanChanged changed ? changed.plan() : ((Created) plan).plan(), value);
    }

    private Collection<PlanId> addOnPlans() {
        Set<PlanId> plans = new TreeSet<>();
        all(AddOnSet.class).forEach(set -> plans.add(set.plan().plan()));
        return plans;
    }

    private static @Nullable PlanId addOnOf(SubscriptionChange change) {
        if (change instanceof AddOnSet set) {
            return set.plan().plan();
        }
        return change instanceof AddOnRemoved removed ? removed.plan() : null;
    }
}
