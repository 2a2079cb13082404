package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.BillingException;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Applies commands to subscriptions, and says what they would come to. */
final class SubscriptionCommands {
    private static final PeriodManager PERIODS = new PeriodManager();
    /** More documents than one command has reason to make; a run makes what is left. */
    private static final int MAX_PLACES = 100;

    private final TenantScope scope;
    private final FactsLoader facts;

    SubscriptionCommands(TenantScope scope) {
        this.scope = scope;
        facts = scope.context().factsLoader();
    }

    /** As {@link Subscriptions#change}. */
    Subscription change(SubscriptionId id, SubscriptionCommand command) {
        TaxAsking asking = TaxAsking.of(scope);
        Changed made = scope.inTransaction(work -> {
            CustomerState locked = work.lockCustomer(
                    Subscriptions.found(work, id).subscription().customer());
            Billable billable = facts.one(work.unit(), Subscriptions.found(work, id));
            Instant recordedAt = locked.nextRecordedAt(work.now());
            Planned planned = plan(work, billable, recordedAt, command);
            new ItemRules(work).requireUnambiguous(planned.after());
            work.record(locked);
            Billable changed = changed(billable, planned, work.now());
            work.unit().subscriptions().update(new SubscriptionState(changed.subscription(), changed.cursor()));
            work.journal(entry(billable.subscription(), planned, command, work.now(), recordedAt));
            boolean now = planned.settledAtOnce()
                    && !planned.changes().get(0).effectiveAt().isAfter(work.now());
            TaxesPending pending = now ? billDue(work, new TaxRound(asking, false), changed) : null;
            return new Changed(Subscriptions.found(work, id).subscription(), pending);
        });
        TaxesPending pending = made.pending();
        if (pending != null) {
            settle(id, asking, pending);
        }
        return made.subscription();
    }

    /** The change is made: what is left of settling it is done now or, should that fail, by the next run. */
    private void settle(SubscriptionId id, TaxAsking asking, TaxesPending pending) {
        try {
            asking.ask(pending.questions(), () -> false);
            asking.inTransaction((work, round) -> {
                work.lockCustomer(Subscriptions.found(work, id).subscription().customer());
                TaxesPending more = billDue(work, round, facts.one(work.unit(), Subscriptions.found(work, id)));
                if (more != null) {
                    throw more;
                }
                return id;
            });
        } catch (RuntimeException e) {
            leftOpen(id, e);
        }
    }

    /** Who is told that a change has failed makes it again: it has not. What keeps it from being settled is a finding. */
    private void leftOpen(SubscriptionId id, RuntimeException cause) {
        try {
            scope.inTransaction(work -> {
                CustomerId customer =
                        Subscriptions.found(work, id).subscription().customer();
                Finding finding =
                        new DocumentWriter(work).failed(customer, id, "change|" + id + "|" + work.now(), cause, null);
                work.unit().journal().addFindings(List.of(finding));
                return id;
            });
        } catch (RuntimeException e) {
            // The store is gone: the change is there, and the next run settles it or says why it cannot.
        }
    }

    /** A change that is made, and what has to be asked before it is settled; null for nothing. */
    private record Changed(
            Subscription subscription, @Nullable TaxesPending pending) {}

    /** As {@link Subscriptions#previewChange}. */
    ChangePreview preview(SubscriptionId id, SubscriptionCommand command) {
        return TaxAsking.ofPreview(scope).inTransaction((work, round) -> {
            Billable billable = facts.one(work.unit(), Subscriptions.found(work, id));
            Planned planned = plan(work, billable, work.now(), command);
            new ItemRules(work).requireUnambiguous(planned.after());
            Billable changed = changed(billable, planned, work.now());
            Generation generation = new Generation(scope);
            return new ChangePreview(
                    changed.subscription(),
                    difference(work, round, generation, changed, planned),
                    generation.previewNext(work, round, changed));
        });
    }

    private Planned plan(Work work, Billable billable, Instant recordedAt, SubscriptionCommand command) {
        return new CommandPlan(
                        work,
                        billable,
                        recordedAt,
                        work.unit().settings().get().changes(),
                        scope.context().prices())
                .of(command);
    }

    /** The subscription with the changes, its cursor where they put it. */
    private static Billable changed(Billable before, Planned planned, Instant now) {
        Subscription after = PERIODS.onStoredBoundaries(planned.after(), before.slots());
        BillingCursor cursor = before.cursor();
        Instant from = planned.movedFrom();
        Instant billedUntil = cursor.billedUntil();
        if (from != null && billedUntil != null && from.isBefore(billedUntil)) {
            cursor = cursor.touched(from);
        }
        Integer last = after.lastIndex();
        if (last != null) {
            cursor = cursor.from(Math.min(cursor.nextIndex(), after.schedule().indexAfter(last)));
        }
        BillingCursor placed = PERIODS.placed(after, cursor, before.slots());
        boolean over = placed.nextDueAt() == null && placed.touchedFrom() != null;
        return new Billable(after, over ? placed.dueAt(now) : placed, before.slots(), before.marks());
    }

    /** Bills all that the subscription is due by now, in the same transaction; none of it where something is to be asked first. */
    private @Nullable TaxesPending billDue(Work work, TaxRound round, Billable changed) {
        DocumentWriter writer = new DocumentWriter(work);
        CustomerState customer = work.lockCustomer(changed.subscription().customer());
        List<Due> due = List.of(Due.first(changed, work.now(), work.now(), MAX_PLACES));
        Drafting drafting = new Drafting(
                scope.tenant(),
                facts.load(work.unit(), due),
                work.ids(),
                scope.context().observer(),
                work.now(),
                writer.outcome(),
                true);
        Batch batch;
        try {
            batch = round.batch(work, drafting, customer, due);
        } catch (TaxesPending pending) {
            return pending;
        } catch (BillingException e) {
            if (!TaxAsking.waits(e)) {
                throw e;
            }
            // A document that is shared waits as a whole. The change is made all the same, and the next run bills it.
            work.unit().journal().addFindings(List.of(writer.notBilled(waiting(due.get(0), e), null)));
            return null;
        }
        LocalDate today = work.now().atZone(work.unit().settings().get().zone()).toLocalDate();
        writer.write(batch, InvoiceOrigin.request(null), today, work.now());
        return null;
    }

    private static Batch.Gap waiting(Due due, BillingException cause) {
        return new Batch.Gap(
                FindingReason.PERIOD_NOT_BILLABLE,
                due.subscription().customer(),
                due.subscription().id(),
                due.places().get(0),
                cause);
    }

    /** What the change makes of what is billed, as if it were settled once it has taken effect. */
    private static Optional<InvoiceOutcome> difference(
            Work work, TaxRound round, Generation generation, Billable changed, Planned planned) {
        Instant effectiveAt = planned.changes().get(0).effectiveAt();
        Instant asOf = effectiveAt.isAfter(work.now()) ? effectiveAt : work.now();
        Optional<SlotPlace> last = changed.slots().stream()
                .map(InvoiceSlot::place)
                .filter(place -> place.reason() == SlotReason.CYCLE)
                .reduce((a, b) -> a.index() > b.index() ? a : b);
        return last.map(place -> {
            SlotPlace correction = new SlotPlace(
                    place.term(),
                    changed.cursor().nextSequence(),
                    0,
                    place.index(),
                    SlotReason.CORRECTION,
                    place.period(),
                    place.window());
            return generation.preview(work, round, changed, correction, asOf);
        });
    }

    private static JournalEntry entry(
            Subscription before, Planned planned, SubscriptionCommand command, Instant now, Instant recordedAt) {
        Map<String, String> after = new TreeMap<>(state(planned.after(), now));
        SubscriptionChange own = planned.changes().get(0);
        after.put("change", Integer.toString(before.changes().size() + 1));
        after.put("effectiveAt", own.effectiveAt().toString());
        after.putAll(ChangeDetail.of(planned.changes()));
        Instant end = planned.after().endExclusive();
        if (end != null) {
            after.put("endsAt", end.toString());
        }
        return new JournalEntry(
                type(command), before.customer(), before.id().value(), state(before, now), after, recordedAt);
    }

    private static Map<String, String> state(Subscription subscription, Instant now) {
        return Map.of(
                "status", subscription.statusAt(now).name(),
                "plan", subscription.planAt(now).toString(),
                "quantity", subscription.quantityAt(now).toPlainString());
    }

    private static EventType type(SubscriptionCommand command) {
        return switch (command.kind()) {
            case ACTIVATE -> EventType.SUBSCRIPTION_ACTIVATED;
            case EXTEND_TRIAL -> EventType.TRIAL_EXTENDED;
            case PAUSE -> EventType.SUBSCRIPTION_PAUSED;
            case RESUME -> EventType.SUBSCRIPTION_RESUMED;
            case CHANGE_PLAN -> EventType.SUBSCRIPTION_PLAN_CHANGED;
            case CHANGE_QUANTITY -> EventType.SUBSCRIPTION_QUANTITY_CHANGED;
            case SET_ADD_ON -> EventType.SUBSCRIPTION_ADD_ON_SET;
            case REMOVE_ADD_ON -> EventType.SUBSCRIPTION_ADD_ON_REMOVED;
            case CANCEL -> EventType.SUBSCRIPTION_CANCELED;
            case UNCANCEL -> EventType.SUBSCRIPTION_UNCANCELED;
            case WITHDRAW -> EventType.SUBSCRIPTION_CHANGE_WITHDRAWN;
            case RENEW -> EventType.SUBSCRIPTION_RENEWED;
            case EXPIRE -> EventType.SUBSCRIPTION_RENEWAL_STOPPED;
            case CHANGE_ZONE -> EventType.SUBSCRIPTION_ZONE_CHANGED;
            case MARK_PAST_DUE -> EventType.SUBSCRIPTION_PAST_DUE;
            case RECOVER -> EventType.SUBSCRIPTION_RECOVERED;
        };
    }
}
