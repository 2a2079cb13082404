package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.period.TerminationDay;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.ScheduledChange;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.SubscriptionCommand.Cancel;
import io.billing4j.subscription.SubscriptionCommand.ChangeZone;
import io.billing4j.subscription.SubscriptionCommand.ExtendTrial;
import io.billing4j.subscription.SubscriptionCommand.Pause;
import io.billing4j.subscription.SubscriptionCommand.Renew;
import io.billing4j.subscription.SubscriptionCommand.Withdraw;
import io.billing4j.tenant.ChangePolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes of commands that are not about what a subscription consists of.
 *
 * @param slots all of the subscription's
 */
record StatusChanges(
        Subscription before, List<InvoiceSlot> slots, Instant now, Instant recordedAt, ChangePolicy policy) {
    List<SubscriptionChange> of(SubscriptionCommand command, Instant effectiveAt) {
        return switch (command.kind()) {
            case ACTIVATE -> List.of(new SubscriptionChange.Activated(effectiveAt, recordedAt));
            case EXTEND_TRIAL -> List.of(trialExtended((ExtendTrial) command, effectiveAt));
            case PAUSE -> List.of(new SubscriptionChange.Paused(effectiveAt, recordedAt, ((Pause) command).fees()));
            case RESUME -> List.of(new SubscriptionChange.Resumed(effectiveAt, recordedAt));
            case CANCEL -> List.of(canceled((Cancel) command, effectiveAt));
            case UNCANCEL -> uncanceled();
            case WITHDRAW -> List.of(withdrawn(((Withdraw) command).change()));
            case RENEW -> List.of(renewed((Renew) command));
            case EXPIRE -> expiring();
            case CHANGE_ZONE -> List.of(zoneChanged((ChangeZone) command));
            case MARK_PAST_DUE -> List.of(new SubscriptionChange.BecamePastDue(effectiveAt, recordedAt));
            case RECOVER -> List.of(new SubscriptionChange.Recovered(effectiveAt, recordedAt));
            case CHANGE_PLAN, CHANGE_QUANTITY, SET_ADD_ON, REMOVE_ADD_ON ->
                throw new IllegalArgumentException("not a change of status: " + command.kind());
        };
    }

    private SubscriptionChange trialExtended(ExtendTrial command, Instant effectiveAt) {
        if (!command.trialEnd().isAfter(now)) {
            throw ErrorCode.INVALID_DATE.at(
                    "trialEnd", "expected an instant after " + now + " but found " + command.trialEnd());
        }
        return new SubscriptionChange.TrialExtended(effectiveAt, recordedAt, command.trialEnd());
    }

    private SubscriptionChange canceled(Cancel command, Instant effectiveAt) {
        boolean atPeriodEnd = command.timing() instanceof ChangeTiming.PeriodEnd;
        TerminationDay day = policy.terminationDayBilled() ? TerminationDay.INCLUDED : TerminationDay.EXCLUDED;
        Instant end = atPeriodEnd
                ? effectiveAt
                : day.serviceEnd(
                        effectiveAt, before.schedule().inForceAt(effectiveAt).zone());
        Instant known = before.endExclusive();
        if (known != null && !end.isBefore(known)) {
            throw ErrorCode.ILLEGAL_TRANSITION.at("subscriptionId", "it ends at " + known + " already");
        }
        // What ended in the past is not asked for since: even unsettled, fees end with the period that the end lies in.
        Instant feesFrom = new FeeInstants(before, end).from(policy.cancel(), command.settlement(), end);
        return new SubscriptionChange.Canceled(end, recordedAt, feesFrom);
    }

    private List<SubscriptionChange> uncanceled() {
        List<SubscriptionChange> withdrawn = before.scheduled(now).stream()
                .filter(scheduled -> scheduled.change() instanceof SubscriptionChange.Canceled)
                .map(scheduled -> withdrawn(scheduled.number()))
                .toList();
        if (withdrawn.isEmpty()) {
            throw ErrorCode.CHANGE_NOT_SCHEDULED.at("subscriptionId", "no cancellation is scheduled");
        }
        return withdrawn;
    }

    private SubscriptionChange withdrawn(int number) {
        boolean scheduled =
                before.scheduled(now).stream().map(ScheduledChange::number).anyMatch(one -> one == number);
        if (!scheduled) {
            throw ErrorCode.CHANGE_NOT_SCHEDULED.at("change", "no change " + number + " is still to take effect");
        }
        return new SubscriptionChange.Withdrawn(now, recordedAt, number);
    }

    private SubscriptionChange renewed(Renew command) {
        Instant end = before.terms().expiresAt();
        if (end == null) {
            throw ErrorCode.ILLEGAL_TRANSITION.at("subscriptionId", "it does not expire, so it cannot be renewed");
        }
        FeeSums.requireTerm(command.term(), before.schedule().inForceAt(end).interval());
        return new SubscriptionChange.Renewed(
                end, recordedAt, command.term(), before.terms().numberAt(end));
    }

    /** Takes back the renewals that were asked for, and stops those that would come by themselves. */
    private List<SubscriptionChange> expiring() {
        Instant end = endOfRunningTerm();
        List<SubscriptionChange> changes = new ArrayList<>();
        for (ScheduledChange scheduled : before.scheduled(now)) {
            if (scheduled.change() instanceof SubscriptionChange.Renewed) {
                changes.add(new SubscriptionChange.Withdrawn(now, recordedAt, scheduled.number()));
            }
        }
        if (!end.equals(before.with(changes).terms().expiresAt())) {
            changes.add(new SubscriptionChange.RenewalStopped(
                    end, recordedAt, before.terms().numberAt(end.minus(1, ChronoUnit.MICROS))));
        } else if (changes.isEmpty()) {
            throw ErrorCode.ILLEGAL_TRANSITION.at("subscriptionId", "it expires at " + end + " anyway");
        }
        return changes;
    }

    private Instant endOfRunningTerm() {
        Instant paidFrom = before.schedule().startInclusive();
        Instant end = before.terms().endOfTermAt(now.isBefore(paidFrom) ? paidFrom : now);
        if (end == null) {
            throw ErrorCode.ILLEGAL_TRANSITION.at("subscriptionId", "it has no term that it could expire with");
        }
        return end;
    }

    private SubscriptionChange zoneChanged(ChangeZone command) {
        if (slots.isEmpty() && now.isBefore(before.schedule().startInclusive())) {
            // No period has begun: the first one begins by the dates of the zone.
            return new SubscriptionChange.ZoneChanged(now, recordedAt, command.zone());
        }
        Instant boundary = Turns.nextBoundary(before, slots, now);
        Turns.require(before, slots, boundary);
        return new SubscriptionChange.ZoneChanged(boundary, recordedAt, command.zone());
    }
}
