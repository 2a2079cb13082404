package io.billing4j.engine;

import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.store.UnitOfWork;
import io.billing4j.subscription.Subscription;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.TenantSettings;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads which one-off charges wait, and for what: the subscriptions that they are for, and those of void documents that they were on. */
record WaitingReader(FactsLoader loader, UnitOfWork unit) {
    private static final PeriodManager PERIODS = new PeriodManager();
    private static final Comparator<OneOffCharge> AS_DUE =
            Comparator.comparing(OneOffCharge::dueAt).thenComparing(OneOffCharge::id);

    /** All that waits of customers. */
    WaitingOneOffs of(Set<CustomerId> customers) {
        TenantSettings settings = unit.settings().get();
        return settings.oneOffs() ? of(settings, unit.oneOffs().pending(customers)) : WaitingOneOffs.NONE;
    }

    /** What of these charges still waits, however much else does. */
    WaitingOneOffs among(Collection<OneOffId> ids) {
        return of(
                unit.settings().get(),
                unit.oneOffs().findAll(ids).stream()
                        .filter(OneOffCharge::pending)
                        .sorted(AS_DUE)
                        .collect(Collectors.groupingBy(OneOffCharge::customer)));
    }

    private WaitingOneOffs of(TenantSettings settings, Map<CustomerId, List<OneOffCharge>> charges) {
        List<OneOffCharge> all = charges.values().stream().flatMap(List::stream).toList();
        return new WaitingOneOffs(charges, over(all), again(all), settings.consolidation() == Consolidation.GROUP);
    }

    /** Of the subscriptions that charges are for those that have no document of a period any more. */
    private Map<SubscriptionId, Subscription> over(List<OneOffCharge> charges) {
        Set<SubscriptionId> bound = charges.stream()
                .map(OneOffCharge::subscription)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return billables(bound).entrySet().stream()
                .filter(one -> one.getValue().isOver())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().subscription()));
    }

    /** Of the void documents that charges were on those whose places are still to be filled again. */
    private Set<InvoiceId> again(List<OneOffCharge> charges) {
        Set<InvoiceId> documents = charges.stream()
                .map(OneOffCharge::reissued)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<InvoiceId, List<InvoiceSlot>> open = new HashMap<>();
        Set<SubscriptionId> ids = new HashSet<>();
        for (InvoiceId document : documents) {
            List<InvoiceSlot> slots = unit.slots().ofInvoice(document).stream()
                    .filter(slot -> !slot.live() && slot.place().reason().ofPeriod())
                    .toList();
            open.put(document, slots);
            slots.forEach(slot -> ids.add(slot.subscription()));
        }
        Map<SubscriptionId, Billable> billables = billables(ids);
        return open.entrySet().stream()
                .filter(one -> one.getValue().stream()
                        .anyMatch(slot -> comesAgain(billables.get(slot.subscription()), slot.place())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean comesAgain(@Nullable Billable billable, SlotPlace place) {
        return billable != null
                && PERIODS.due(billable.subscription(), billable.cursor(), billable.slots(), place.dueAt()).stream()
                        .anyMatch(next -> next.term() == place.term()
                                && next.sequence() == place.sequence()
                                && next.revision() == place.revision() + 1);
    }

    private Map<SubscriptionId, Billable> billables(Set<SubscriptionId> ids) {
        return loader.many(unit, unit.subscriptions().findAll(ids)).stream()
                .collect(Collectors.toMap(one -> one.subscription().id(), one -> one));
    }
}
