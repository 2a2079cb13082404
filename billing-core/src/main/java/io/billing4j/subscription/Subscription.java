package io.billing4j.subscription;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.subscription.SubscriptionChange.Activated;
import io.billing4j.subscription.SubscriptionChange.Canceled;
import io.billing4j.subscription.SubscriptionChange.Created;
import io.billing4j.subscription.SubscriptionChange.TrialExtended;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has taken, as changes over time.
 *
 * @param schedule its periods from the first paid instant on, without an end; {@link #period} cuts them at the end
 * @param changes in the order they were recorded, the first a {@link SubscriptionChange.Created}; change {@code n} stands at
 *     {@code n - 1}
 * @param group the project or purchase order that it is for now; null where it is for none
 */
public record Subscription(
        SubscriptionId id,
        CustomerId customer,
        CurrencyUnit currency,
        BillingSchedule schedule,
        List<SubscriptionChange> changes,
        @Nullable String group) {
    /** The most characters that a group has. */
    public static final int MAX_GROUP = 64;

    /** Keeps a copy of the changes; refuses a history that does not begin with its creation, and a group as {@link #group(String)} does. */
    public Subscription {
        changes = List.copyOf(changes);
        if (changes.isEmpty() || !(changes.get(0) instanceof Created)) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because("subscription " + id + " has no beginning");
        }
        group = group(group);
    }

    /**
     * What a text names as a group: without spaces around it, and nothing where it is empty.
     *
     * @throws io.billing4j.error.BillingException INVALID_TEXT at {@code group} beyond {@value #MAX_GROUP} characters, or for control
     *     characters
     */
    public static @Nullable String group(@Nullable String text) {
        return text == null || text.isBlank() ? null : Inputs.text("group", text.strip(), MAX_GROUP);
    }

    /** One that is for no project and no purchase order. */
    public Subscription(
            SubscriptionId id,
            CustomerId customer,
            CurrencyUnit currency,
            BillingSchedule schedule,
            List<SubscriptionChange> changes) {
        this(id, customer, currency, schedule, changes, null);
    }

    /**
     * A subscription on the periods that its changes make of its first schedule.
     *
     * @param first from the first paid instant on, as stored; what follows it is taken from the changes
     */
    public static Subscription of(
            SubscriptionId id,
            CustomerId customer,
            CurrencyUnit currency,
            BillingSchedule first,
            List<SubscriptionChange> changes) {
        return new Subscription(id, customer, currency, Segments.of(first.alone(), changes), changes);
    }

    /** The first instant it holds, its trial included. */
    public Instant startInclusive() {
        Instant planned = created().effectiveAt();
        return service()
                .all(Activated.class)
                .map(Activated::effectiveAt)
                .filter(activated -> activated.isBefore(planned))
                .findFirst()
                .orElse(planned);
    }

    /** The first instant after its trial, or null if it has none. */
    public @Nullable Instant trialEnd() {
        Instant start = startInclusive();
        Instant end = created().trialEnd();
        for (SubscriptionChange change : Timeline.standing(changes)) {
            if (change instanceof TrialExtended extended) {
                end = extended.trialEnd();
            } else if (change instanceof Activated activated) {
                end = activated.effectiveAt();
            }
        }
        return end != null && end.isAfter(start) ? end : null;
    }

    /** The first instant it does not hold any more, or null while no end is known. */
    public @Nullable Instant endExclusive() {
        return hasNoEnd()
                ? null
                : ended(service().all(Canceled.class).map(Canceled::effectiveAt).toList());
    }

    /**
     * The first instant that fees are not asked for any more; null while no end is known. One that ends within its trial, also
     * within one that was extended after the end was known, ends before any fee.
     */
    public @Nullable Instant feesEndExclusive() {
        Instant end = endExclusive();
        Instant trialEnd = end == null ? null : trialEnd();
        if (end == null || (trialEnd != null && !end.isAfter(trialEnd))) {
            return end;
        }
        return ended(service().all(Canceled.class).map(Canceled::feesFrom).toList());
    }

    /** The runs of its contract. */
    public Terms terms() {
        return Terms.of(this);
    }

    /** The plan version that holds at an instant. */
    public PlanVersionRef planAt(Instant instant) {
        return itemsAt(instant).get(0).plan();
    }

    /** How many of it there are at an instant. */
    public BigDecimal quantityAt(Instant instant) {
        return itemsAt(instant).get(0).quantity();
    }

    /** What it consists of at an instant: its plan, then its add-ons in the order of their keys. */
    public List<SubscriptionItem> itemsAt(Instant instant) {
        return service().items(instant);
    }

    /** All plan versions that it ever has, as far as known. */
    public Set<PlanVersionRef> plans() {
        Set<PlanVersionRef> plans = new LinkedHashSet<>();
        for (SubscriptionChange change : Timeline.standing(changes)) {
            if (change instanceof Created created) {
                plans.add(created.plan());
            } else if (change instanceof SubscriptionChange.PlanChanged changed) {
                plans.add(changed.plan());
            } else if (change instanceof SubscriptionChange.AddOnSet set) {
                plans.add(set.plan());
            }
        }
        return plans;
    }

    /** The plans of all add-ons that it ever had, also of those that were withdrawn. */
    public Set<PlanId> plansOfAddOns() {
        Set<PlanId> plans = new LinkedHashSet<>();
        for (SubscriptionChange change : changes) {
            if (change instanceof SubscriptionChange.AddOnSet set) {
                plans.add(set.plan().plan());
            }
        }
        return plans;
    }

    /** What fees are asked for in a stretch of time, without what is paused: each item where nothing of it changes. */
    public List<HeldItem> feesHeld(Instant startInclusive, Instant endExclusive) {
        return new Holdings(Timeline.ofFees(changes), true)
                .between(later(startInclusive, schedule.startInclusive()), earlier(endExclusive, feesEndExclusive()));
    }

    /** What is used in a stretch of time: each item where its plan version does not change, whatever its quantity. */
    public List<HeldItem> serviceHeld(Instant startInclusive, Instant endExclusive) {
        return new Holdings(service(), false)
                .between(later(startInclusive, schedule.startInclusive()), earlier(endExclusive, endExclusive()));
    }

    /** What it consists of from its start to its end, as long as either is known. */
    public List<HeldItem> held() {
        return new Holdings(service(), false).between(startInclusive(), earlier(Instant.MAX, endExclusive()));
    }

    /** The instants from one on at which it may consist of something else, that one among them. */
    public List<Instant> turningPoints(Instant from) {
        List<Instant> points = service().points(from, earlier(Instant.MAX, endExclusive()));
        return points.subList(0, points.size() - 1);
    }

    /** The zone that its first period was moved to before it began, if it was. */
    public Optional<ZoneId> zoneAtStart(Instant start) {
        return service()
                .latest(start, SubscriptionChange.ZoneChanged.class::isInstance)
                .map(change -> ((SubscriptionChange.ZoneChanged) change).zone());
    }

    /** What it is at an instant. */
    public SubscriptionStatus statusAt(Instant instant) {
        Instant end = endExclusive();
        if (end != null && !instant.isBefore(end)) {
            boolean canceled = service()
                    .all(Canceled.class)
                    .anyMatch(change -> change.effectiveAt().equals(end));
            return canceled ? SubscriptionStatus.CANCELED : SubscriptionStatus.EXPIRED;
        }
        if (instant.isBefore(startInclusive())) {
            return SubscriptionStatus.PENDING;
        }
        Instant trialEnd = trialEnd();
        if (trialEnd != null && instant.isBefore(trialEnd)) {
            return SubscriptionStatus.TRIALING;
        }
        Timeline service = service();
        if (service.paused(instant).isPresent()) {
            return SubscriptionStatus.PAUSED;
        }
        return service.pastDue(instant) ? SubscriptionStatus.PAST_DUE : SubscriptionStatus.ACTIVE;
    }

    /** Whether it is held and paid for at an instant: neither before nor in its trial, nor after its end. */
    public boolean billedAt(Instant instant) {
        Instant end = endExclusive();
        return !instant.isBefore(schedule.startInclusive()) && (end == null || instant.isBefore(end));
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

    /** The number of the last period, or null while no end is known or where it ended before its first period began. */
    public @Nullable Integer lastIndex() {
        Instant end = endExclusive();
        return end == null || !schedule.startInclusive().isBefore(end)
                ? null
                : (Integer) schedule.indexContaining(end.minus(1, ChronoUnit.MICROS));
    }

    /** The same subscription with more changes, on the periods that they make. */
    public Subscription with(List<? extends SubscriptionChange> more) {
        List<SubscriptionChange> longer = new ArrayList<>(changes);
        longer.addAll(more);
        return of(id, customer, currency, schedule, longer).inGroup(group);
    }

    /** The same subscription with one more change. */
    public Subscription with(SubscriptionChange change) {
        return with(List.of(change));
    }

    /** The same subscription whose first period begins otherwise; nothing of it has been billed. */
    public Subscription startingWith(BillingSchedule first) {
        return of(id, customer, currency, first, changes).inGroup(group);
    }

    /** The same subscription on the boundaries of stored nominal windows, by the numbers of their periods. */
    public Subscription onWindows(Map<Integer, BillingPeriod> windows) {
        return new Subscription(id, customer, currency, schedule.withWindows(windows), changes, group);
    }

    /** The same subscription for another project or purchase order, or for none where it is null. */
    public Subscription inGroup(@Nullable String other) {
        return Objects.equals(other, group) ? this : new Subscription(id, customer, currency, schedule, changes, other);
    }

    /**
     * The subscription as if nothing were known of changes that take effect later: what is billed at an instant follows from
     * what holds by then, and a scheduled change is settled once it has taken effect.
     */
    public Subscription asOf(Instant instant) {
        return new FutureChanges(this).hidden(instant);
    }

    /** Changes that are settled on documents of their own and have an effect before the end; the earliest effect first. */
    public List<SubscriptionChange.SettledAtOnce> settledAtOnce() {
        Timeline service = service();
        Instant end = service.unchanged() ? null : endExclusive();
        return service.all(SubscriptionChange.SettledAtOnce.class)
                .filter(settled -> service.stands(settled.change()))
                .filter(settled -> end == null || settled.effectiveAt().isBefore(end))
                .sorted(Comparator.comparing(SubscriptionChange.SettledAtOnce::effectiveAt))
                .toList();
    }

    /**
     * The earliest instant from which on a change that takes effect after another instant moves anything; null where there is
     * none.
     */
    public @Nullable Instant movedFrom(Instant after) {
        return new FutureChanges(this).movedFrom(after);
    }

    /** Changes that have not taken effect at an instant, with their numbers, and can be withdrawn. */
    public List<ScheduledChange> scheduled(Instant after) {
        return new FutureChanges(this).scheduled(after);
    }

    Created created() {
        return (Created) changes.get(0);
    }

    Timeline service() {
        return Timeline.ofService(changes);
    }

    /** Told at a glance of most subscriptions, which a run asks for their end many times. */
    private boolean hasNoEnd() {
        return changes.size() == 1 && created().term() == null;
    }

    private @Nullable Instant ended(List<Instant> canceled) {
        Instant end = created().term() == null ? null : terms().expiresAt();
        for (Instant one : canceled) {
            end = earlier(one, end);
        }
        return end;
    }

    /** Whether it ended when it began, or before. */
    private boolean neverHolds() {
        Instant end = endExclusive();
        return end != null && !startInclusive().isBefore(end);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, @Nullable Instant b) {
        return b == null || a.isBefore(b) ? a : b;
    }
}
