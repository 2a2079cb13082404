package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.Term;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a change says and has no column for. Members are left out where they say nothing: {@code
 * {"v":1,"trialEnd":"2023-11-15T00:00:00Z","term":{"unit":"YEAR","count":1,"renews":true}}}
 */
public final class ChangeJson {
    private static final int VERSION = 1;

    private final ObjectNode node;

    private ChangeJson(ObjectNode node) {
        this.node = node;
    }

    /** The document of a change, or null where its columns say everything. */
    public static @Nullable String write(SubscriptionChange change) {
        ObjectNode node = Json.document(VERSION);
        int bare = node.size();
        if (change instanceof SubscriptionChange.Created created) {
            put(node, created);
        } else if (change instanceof SubscriptionChange.TrialExtended extended) {
            node.put("trialEnd", extended.trialEnd().toString());
        } else if (change instanceof SubscriptionChange.Paused paused) {
            node.put("fees", paused.fees().name());
        } else if (change instanceof SubscriptionChange.PlanChanged changed) {
            BillingInterval interval = changed.interval();
            if (interval != null) {
                node.set("interval", interval(interval));
            }
        } else if (change instanceof SubscriptionChange.AddOnRemoved removed) {
            node.put("plan", removed.plan().value());
        } else if (change instanceof SubscriptionChange.Withdrawn withdrawn) {
            node.put("change", withdrawn.change());
        } else if (change instanceof SubscriptionChange.SettledAtOnce settled) {
            node.put("change", settled.change());
        } else if (change instanceof SubscriptionChange.Renewed renewed) {
            node.set("term", term(renewed.term()));
            node.put("after", renewed.after());
        } else if (change instanceof SubscriptionChange.RenewalStopped stopped) {
            node.put("after", stopped.after());
        } else if (change instanceof SubscriptionChange.ZoneChanged changed) {
            node.put("zone", changed.zone().getId());
        }
        return node.size() == bare ? null : Json.write(node);
    }

    private static void put(ObjectNode node, SubscriptionChange.Created created) {
        Instant trialEnd = created.trialEnd();
        if (trialEnd != null) {
            node.put("trialEnd", trialEnd.toString());
        }
        Term term = created.term();
        if (term != null) {
            node.set("term", term(term));
        }
    }

    /** What a document says, nothing for null; IllegalArgumentException if it is none. */
    public static ChangeJson read(@Nullable String text) {
        ObjectNode node = text == null ? Json.document(VERSION) : Json.read(text, VERSION);
        return new ChangeJson(
                Json.only(node, Stream.of("trialEnd", "term", "fees", "interval", "plan", "change", "zone", "after")));
    }

    /** Until when it is free, of a change that begins it; null where it is not. */
    public @Nullable Instant trialEndIfAny() {
        return node.has("trialEnd") ? trialEnd() : null;
    }

    /** Until when it is free. */
    public Instant trialEnd() {
        return Instant.parse(Json.text(node, "trialEnd"));
    }

    /** The contract's run, of a change that begins it; null where it has none. */
    public @Nullable Term termIfAny() {
        return node.has("term") ? term() : null;
    }

    /** The contract's run. */
    public Term term() {
        ObjectNode term = Json.object(node, "term");
        Json.only(term, Stream.of("unit", "count", "renews"));
        return new Term(interval(term), Json.truth(term, "renews"));
    }

    /** What fees do during a pause. */
    public PausedFees fees() {
        return Json.choice(PausedFees.class, node, "fees");
    }

    /** The interval from then on; null where it stays. */
    public @Nullable BillingInterval intervalIfAny() {
        return node.has("interval")
                ? interval(Json.only(Json.object(node, "interval"), Stream.of("unit", "count")))
                : null;
    }

    /** Whose add-on it is. */
    public PlanId plan() {
        return PlanId.of(Json.text(node, "plan"));
    }

    /** The number of the change that is meant. */
    public int change() {
        return Json.whole(node, "change");
    }

    /** The number of the term that a renewal, or its end, comes after. */
    public int after() {
        return Json.whole(node, "after");
    }

    /** Whose dates its periods follow. */
    public ZoneId zone() {
        return ZoneId.of(Json.text(node, "zone"));
    }

    private static ObjectNode term(Term term) {
        return interval(term.length()).put("renews", term.renews());
    }

    private static ObjectNode interval(BillingInterval interval) {
        return Json.object().put("unit", interval.unit().name()).put("count", interval.count());
    }

    private static BillingInterval interval(ObjectNode node) {
        return new BillingInterval(Json.choice(IntervalUnit.class, node, "unit"), Json.whole(node, "count"));
    }
}
