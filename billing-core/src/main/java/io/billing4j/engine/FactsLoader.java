package io.billing4j.engine;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.discount.CouponBook;
import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.Catalogue;
import io.billing4j.invoice.DiscountShare;
import io.billing4j.invoice.EarlierBilling;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.TaxFacts;
import io.billing4j.period.BillingSchedule;
import io.billing4j.price.CustomPrices;
import io.billing4j.store.UnitOfWork;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        return whole(unit, List.of(state)).get(0);
    }

    /** Subscriptions with all their slots, in the same order. */
    List<Billable> whole(UnitOfWork unit, List<SubscriptionState> states) {
        Map<SubscriptionId, Integer> all = new HashMap<>();
        states.forEach(state -> all.put(state.subscription().id(), 0));
        return billables(unit, states, all, marks(unit, states));
    }

    /** Subscriptions with the slots that decide what they are due. */
    List<Billable> many(UnitOfWork unit, List<SubscriptionState> states) {
        return many(unit, states, Map.of());
    }

    /**
     * The same with the slots of earlier periods.
     *
     * @param wanted an instant in the first period wanted, per customer; customers that are not in it get no earlier slots
     */
    List<Billable> many(UnitOfWork unit, List<SubscriptionState> states, Map<CustomerId, Instant> wanted) {
        Map<SubscriptionId, List<TouchedWindow>> marks = marks(unit, states);
        Map<SubscriptionId, Integer> from = new HashMap<>();
        for (SubscriptionState state : states) {
            SubscriptionId id = state.subscription().id();
            Billable known =
                    new Billable(state.subscription(), state.cursor(), List.of(), marks.getOrDefault(id, List.of()));
            Instant earlier = wanted.get(state.subscription().customer());
            from.put(id, Math.min(firstIndex(known), earlier == null ? Integer.MAX_VALUE : indexOf(known, earlier)));
        }
        return billables(unit, states, from, marks);
    }

    /** The catalogue, what was billed and what was used, as far as these places depend on it. */
    LoadedFacts load(UnitOfWork unit, List<Due> due) {
        return load(unit, due, new WaitingReader(this, unit).of(customers(due)));
    }

    /** The same of places whose documents take no one-off charges: how many wait does not matter. */
    LoadedFacts withoutOneOffs(UnitOfWork unit, List<Due> due) {
        return load(unit, due, WaitingOneOffs.NONE);
    }

    private LoadedFacts load(UnitOfWork unit, List<Due> due, WaitingOneOffs oneOffs) {
        Map<SubscriptionId, Instant> again = new HashMap<>();
        boolean mayWait = !unit.settings().get().minimums().amounts().isEmpty();
        for (Due one : due) {
            Instant from = one.recomputedFrom();
            if (mayWait && one.places().size() > 1) {
                // What the first ones come to may be asked for by a later one.
                Instant first =
                        periods.firstTouchedBy(one.subscription(), one.places().get(0));
                from = from == null || first.isBefore(from) ? first : from;
            }
            if (from != null) {
                again.put(one.subscription().id(), from);
            }
        }
        return load(unit, customers(due), due, again, oneOffs);
    }

    /** What a document of one customer depends on that fills no place. */
    LoadedFacts ofCustomer(UnitOfWork unit, CustomerId customer) {
        return load(unit, Set.of(customer), List.of(), Map.of());
    }

    /**
     * The same of documents that take no one-off charges, where what was billed from these instants on is computed again.
     *
     * @param customers whose places these are, and others whose documents have none
     * @param again per subscription; nothing of the others is
     */
    LoadedFacts load(UnitOfWork unit, Set<CustomerId> customers, List<Due> due, Map<SubscriptionId, Instant> again) {
        return load(unit, customers, due, again, WaitingOneOffs.NONE);
    }

    private LoadedFacts load(
            UnitOfWork unit,
            Set<CustomerId> customers,
            List<Due> due,
            Map<SubscriptionId, Instant> again,
            WaitingOneOffs oneOffs) {
        Map<SubscriptionId, List<BilledLine>> billed = billed(unit, due, again);
        Catalogue catalogue = catalogue(unit, due, billed);
        List<UsageQuery> queries = new ArrayList<>();
        for (Due one : due) {
            EarlierBilling earlier = supposed(one, again.get(one.subscription().id()));
            for (SlotPlace place : one.places()) {
                queries.addAll(assembler.usageNeeded(one.subscription(), place, earlier, catalogue));
            }
        }
        Map<UsageQuery, UsageSummary> answers =
                usage.answers(unit.usage(), queries.stream().distinct().toList());
        TenantSettings settings = unit.settings().get();
        return new LoadedFacts(
                settings.rounding(),
                catalogue,
                billed,
                answers,
                usageKeptFrom(unit, answers.keySet()),
                prices,
                settings.balance(),
                settings.discounts() == null || due.isEmpty() ? Map.of() : coupons(unit, due, billed),
                settings.discounts(),
                settings.taxes() == null ? TaxFacts.NONE : taxes(unit, settings.taxes()),
                settings.taxes() == null ? Map.of() : unit.taxes().profiles(customers),
                settings.consolidation() == null ? Consolidation.NONE : settings.consolidation(),
                oneOffs,
                settings.minimums());
    }

    /** An outside service needs no rules. */
    private static TaxFacts taxes(UnitOfWork unit, TaxPolicy policy) {
        return policy.calculator() == null
                ? new TaxFacts(policy, unit.taxes().rules(), List.of())
                : TaxFacts.external(policy, List.of(), TaxAnswers.none(unit.tenant()));
    }

    private static Set<CustomerId> customers(List<Due> due) {
        return due.stream().map(one -> one.subscription().customer()).collect(Collectors.toSet());
    }

    /** Of places before the earliest that the documents may be about nothing is asked. */
    private static Map<CustomerId, CouponBook> coupons(
            UnitOfWork unit, List<Due> due, Map<SubscriptionId, List<BilledLine>> billed) {
        Map<CustomerId, Map<SubscriptionId, Integer>> slots = new HashMap<>();
        for (Due one : due) {
            SubscriptionId id = one.subscription().id();
            slots.computeIfAbsent(one.subscription().customer(), customer -> new HashMap<>())
                    .merge(id, firstSlot(one, billed.getOrDefault(id, List.of())), Math::min);
        }
        return unit.coupons().booksFrom(slots);
    }

    /** Of the places that are filled, of those whose windows may be computed again, and of those that lines have shares of. */
    private static int firstSlot(Due due, List<BilledLine> billed) {
        Stream<Integer> opened = Stream.concat(
                        due.places().stream(), due.billable().slots().stream().map(InvoiceSlot::place))
                .map(SlotPlace::index);
        Stream<Integer> shared = billed.stream()
                .flatMap(line -> line.line().adjustments().discounts().stream())
                .map(DiscountShare::slot);
        return Stream.concat(opened, shared).min(Comparator.naturalOrder()).orElse(0);
    }

    /** Asked after usage was counted, so that what went before that shows. */
    private static @Nullable Instant usageKeptFrom(UnitOfWork unit, Set<UsageQuery> counted) {
        return counted.stream()
                .map(query -> query.service().startInclusive())
                .min(Instant::compareTo)
                .flatMap(unit.usage()::keptFrom)
                .orElse(null);
    }

    /** As if all places of the subscription were filled: no document of them needs more usage than that. */
    private static @Nullable EarlierBilling supposed(Due due, @Nullable Instant from) {
        if (from == null) {
            return null;
        }
        List<InvoiceSlot> slots = new ArrayList<>(due.billable().slots());
        due.places()
                .forEach(place ->
                        slots.add(InvoiceSlot.skipped(due.subscription().id(), place)));
        return new EarlierBilling(from, slots, List.of(), from);
    }

    private Map<SubscriptionId, List<BilledLine>> billed(
            UnitOfWork unit, List<Due> due, Map<SubscriptionId, Instant> again) {
        if (again.isEmpty()) {
            return Map.of();
        }
        Map<SubscriptionId, Instant> serviceFrom = new HashMap<>();
        for (Due one : due) {
            Instant from = again.get(one.subscription().id());
            if (from != null) {
                serviceFrom.put(one.subscription().id(), periods.touchedPeriodStart(one.subscription(), from));
            }
        }
        return unit.invoices().billedLines(serviceFrom);
    }

    private static Catalogue catalogue(UnitOfWork unit, List<Due> due, Map<SubscriptionId, List<BilledLine>> billed) {
        Set<PlanVersionRef> refs = new HashSet<>();
        due.forEach(one -> refs.addAll(one.subscription().plans()));
        billed.values()
                .forEach(lines ->
                        lines.forEach(line -> refs.add(line.line().key().plan())));
        Map<PlanVersionRef, PlanVersion> plans = unit.catalog().findVersions(refs);
        Set<MeterId> meterIds = new HashSet<>();
        plans.values().forEach(plan -> meterIds.addAll(plan.meters()));
        Map<MeterId, Meter> meters = unit.catalog().findMeters(meterIds);
        return new Catalogue(plans, meters);
    }

    private static Map<SubscriptionId, List<TouchedWindow>> marks(UnitOfWork unit, List<SubscriptionState> states) {
        Set<CustomerId> customers =
                states.stream().map(state -> state.subscription().customer()).collect(Collectors.toSet());
        return unit.usage().touched(customers).stream().collect(Collectors.groupingBy(TouchedWindow::subscription));
    }

    /** Of the slot before the first that matters; one more for a boundary that a changed time-zone table has moved. */
    private static int firstIndex(Billable known) {
        int next = known.cursor().nextIndex() - 1;
        Instant touched = known.touchedFrom();
        if (touched == null) {
            return Math.max(0, next);
        }
        return Math.max(0, Math.min(next, indexContaining(known, touched) - 2));
    }

    /**
     * Of the period at an instant where that is before the last that is loaded anyway; one less for moved boundaries, as
     * above.
     */
    private static int indexOf(Billable known, Instant inPeriod) {
        int index = indexContaining(known, inPeriod);
        return index >= known.cursor().nextIndex() - 1 ? Integer.MAX_VALUE : Math.max(0, index - 1);
    }

    private static int indexContaining(Billable known, Instant instant) {
        BillingSchedule schedule = known.subscription().schedule();
        return schedule.indexContaining(
                instant.isBefore(schedule.startInclusive()) ? schedule.startInclusive() : instant);
    }

    private List<Billable> billables(
            UnitOfWork unit,
            List<SubscriptionState> states,
            Map<SubscriptionId, Integer> from,
            Map<SubscriptionId, List<TouchedWindow>> marks) {
        Map<SubscriptionId, List<InvoiceSlot>> slots = unit.slots().from(from);
        return states.stream()
                .map(state -> {
                    Subscription subscription = state.subscription();
                    List<InvoiceSlot> own = slots.getOrDefault(subscription.id(), List.of());
                    return new Billable(
                            periods.onStoredBoundaries(subscription, own),
                            state.cursor(),
                            own,
                            marks.getOrDefault(subscription.id(), List.of()));
                })
                .toList();
    }
}
