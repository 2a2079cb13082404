package io.billing4j.engine;

import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionChange.AddOnRemoved;
import io.billing4j.subscription.SubscriptionChange.AddOnSet;
import io.billing4j.subscription.SubscriptionChange.Paused;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import io.billing4j.subscription.SubscriptionChange.QuantityChanged;
import io.billing4j.subscription.SubscriptionChange.Renewed;
import io.billing4j.subscription.SubscriptionChange.SettledAtOnce;
import io.billing4j.subscription.SubscriptionChange.TrialExtended;
import io.billing4j.subscription.SubscriptionChange.Withdrawn;
import io.billing4j.subscription.SubscriptionChange.ZoneChanged;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a command asks for as names and values, for the audit trail: what a subscription is by now does not tell that of a change that
 * lies ahead.
 */
final class ChangeDetail {
    private ChangeDetail() {}

    static Map<String, String> of(List<SubscriptionChange> changes) {
        Map<String, String> detail = new TreeMap<>();
        SubscriptionChange own = changes.get(0);
        if (!own.feesFrom().equals(own.effectiveAt())) {
            detail.put("feesFrom", own.feesFrom().toString());
        }
        changes.forEach(change -> add(detail, change));
        return detail;
    }

    private static void add(Map<String, String> detail, SubscriptionChange change) {
        if (change instanceof PlanChanged changed) {
            detail.put("toPlan", changed.plan().toString());
            if (changed.interval() != null) {
                detail.put("toInterval", changed.interval().toString());
            }
        } else if (change instanceof QuantityChanged changed) {
            detail.put("toQuantity", changed.quantity().toPlainString());
        } else if (change instanceof AddOnSet set) {
            detail.put("addOn", set.plan().toString());
            detail.put("addOnQuantity", set.quantity().toPlainString());
        } else if (change instanceof AddOnRemoved removed) {
            detail.put("addOn", removed.plan().value());
        } else if (change instanceof Paused paused) {
            detail.put("fees", paused.fees().name());
        } else if (change instanceof TrialExtended extended) {
            detail.put("trialEnd", extended.trialEnd().toString());
        } else if (change instanceof Renewed renewed) {
            detail.put("term", renewed.term().length().toString());
            detail.put("renews", Boolean.toString(renewed.term().renews()));
        } else if (change instanceof SettledAtOnce) {
            detail.put("settlement", ChangeSettlement.IMMEDIATE.name());
        } else if (change instanceof ZoneChanged changed) {
            detail.put("toZone", changed.zone().getId());
        } else if (change instanceof Withdrawn withdrawn) {
            // Whoever takes back cancellations that lie ahead withdraws several, and so does whoever lets a term with
            // renewals end.
            detail.merge("withdrawn", Integer.toString(withdrawn.change()), (some, more) -> some + "," + more);
        }
    }
}
