package io.billing4j.engine;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.price.CustomPrices;
import io.billing4j.store.UnitOfWork;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.UsageQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Loads what documents depend on, in a few reads however many there are. */
final class FactsLoader {
    private final PeriodManager periods = new PeriodManager();
    private final InvoiceAssembler assembler = new InvoiceAssembler();
    private final UsageAnswers usage;

    private final CustomPrices prices;

    FactsLoader(CustomAggregations aggregations, CustomPrices prices) {
        this.usage = new UsageAnswers(aggregations);
        this.prices = prices;
    }

    /** One subscription with all its slots. */
    Billable one(UnitOfWork unit, SubscriptionState state) {
        return billables(unit, List.of(state), Map.of(state.subscription().id(), 0))
                .get(0);
    }

    /** Subscriptions with the slots that decide what they are due. */
    List<Billable> many(UnitOfWork unit, List<SubscriptionState> states) {
        Map<SubscriptionId, Integer> from = new HashMap<>();
        for (SubscriptionState state : states) {
            from.put(state.subscription().id(), Math.max(0, state.cursor().nextIndex() - 1));
        }
        return billables(unit, states, from);
    }

    /** The catalogue and the usage that these places depend on. */
    LoadedFacts load(UnitOfWork unit, List<Due> due) {
        Map<PlanVersionRef, PlanVersion> plans = unit.catalog().findVersions(plansOf(due));
        Set<MeterId> meterIds = new HashSet<>();
        plans.values().forEach(plan -> meterIds.addAll(plan.meters()));
        Map<MeterId, Meter> meters = unit.catalog().findMeters(meterIds);
        List<UsageQuery> queries = new ArrayList<>();
        for (Due one : due) {
            Subscription subscription = one.billable().subscription();
            one.places().forEach(place -> queries.addAll(assembler.usageNeeded(subscription, place, plans, meters)));
        }
        return new LoadedFacts(
                unit.settings().get().rounding(), plans, meters, usage.answers(unit.usage(), queries), prices);
    }

    private List<Billable> billables(
            UnitOfWork unit, List<SubscriptionState> states, Map<SubscriptionId, Integer> from) {
        Map<SubscriptionId, List<InvoiceSlot>> slots = unit.slots().from(from);
        return states.stream()
                .map(state -> {
                    List<InvoiceSlot> own =
                            slots.getOrDefault(state.subscription().id(), List.of());
                    return new Billable(periods.onStoredBoundaries(state.subscription(), own), state.cursor(), own);
                })
                .toList();
    }

    private static Set<PlanVersionRef> plansOf(List<Due> due) {
        Set<PlanVersionRef> refs = new HashSet<>();
        for (Due one : due) {
            one.places().forEach(place -> refs.addAll(plansOf(one.billable().subscription(), place)));
        }
        return refs;
    }

    /** The versions that hold in a place's period and in the one before, which its arrears are of. */
    private static Collection<PlanVersionRef> plansOf(Subscription subscription, SlotPlace place) {
        int before = subscription.schedule().indexBefore(place.index());
        Instant arrears = before < 0
                ? place.period().startInclusive()
                : subscription.schedule().period(before).startInclusive();
        return List.of(
                subscription.planAt(arrears), subscription.planAt(place.period().startInclusive()));
    }
}
