package io.billing4j.server.api;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.grpc.v1.SubscriptionChange.Kind;
import io.billing4j.grpc.v1.SubscriptionChange.PausedFees;
import io.billing4j.subscription.ScheduledChange;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionChange.AddOnRemoved;
import io.billing4j.subscription.SubscriptionChange.AddOnSet;
import io.billing4j.subscription.SubscriptionChange.Created;
import io.billing4j.subscription.SubscriptionChange.Paused;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import io.billing4j.subscription.SubscriptionChange.QuantityChanged;
import io.billing4j.subscription.SubscriptionChange.Renewed;
import io.billing4j.subscription.SubscriptionChange.SettledAtOnce;
import io.billing4j.subscription.SubscriptionChange.TrialExtended;
import io.billing4j.subscription.SubscriptionChange.Withdrawn;
import io.billing4j.subscription.SubscriptionChange.ZoneChanged;
import io.billing4j.subscription.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What happened to subscriptions, as messages. */
final class ChangeMessages {
    private static final Pattern NEXT_WORD = Pattern.compile("(?<=.)(?=[A-Z])");

    private ChangeMessages() {}

    /** Changes from the first one on. */
    static List<io.billing4j.grpc.v1.SubscriptionChange> of(List<SubscriptionChange> changes) {
        List<io.billing4j.grpc.v1.SubscriptionChange> messages = new ArrayList<>();
        for (SubscriptionChange change : changes) {
            messages.add(of(new ScheduledChange(messages.size() + 1, change)));
        }
        return messages;
    }

    static io.billing4j.grpc.v1.SubscriptionChange of(ScheduledChange numbered) {
        SubscriptionChange change = numbered.change();
        io.billing4j.grpc.v1.SubscriptionChange.Builder message = io.billing4j.grpc.v1.SubscriptionChange.newBuilder()
                .setNumber(numbered.number())
                .setKind(Kind.valueOf(name(change.getClass())))
                .setEffectiveAt(Writing.timestamp(change.effectiveAt()))
                .setFeesFrom(Writing.timestamp(change.feesFrom()))
                .setRecordedAt(Writing.timestamp(change.recordedAt()));
        addItem(message, change);
        addTime(message, change);
        if (change instanceof Paused paused) {
            message.setPausedFees(PausedFees.valueOf(paused.fees().name()));
        } else if (change instanceof Withdrawn withdrawn) {
            message.setChange(withdrawn.change());
        } else if (change instanceof SettledAtOnce settled) {
            message.setChange(settled.change());
        }
        return message.build();
    }

    /** The name that a kind has in messages: {@code AddOnSet} is {@code ADD_ON_SET}. */
    static String name(Class<?> kind) {
        return NEXT_WORD.matcher(kind.getSimpleName()).replaceAll("_").toUpperCase(Locale.ROOT);
    }

    private static void addItem(io.billing4j.grpc.v1.SubscriptionChange.Builder message, SubscriptionChange change) {
        if (change instanceof Created created) {
            addPlan(message, created.plan());
            message.setQuantity(Writing.decimal(created.quantity()));
        } else if (change instanceof PlanChanged changed) {
            addPlan(message, changed.plan());
        } else if (change instanceof QuantityChanged changed) {
            message.setQuantity(Writing.decimal(changed.quantity()));
        } else if (change instanceof AddOnSet set) {
            addPlan(message, set.plan());
            message.setQuantity(Writing.decimal(set.quantity()));
        } else if (change instanceof AddOnRemoved removed) {
            message.setPlanId(removed.plan().value());
        }
    }

    private static void addPlan(io.billing4j.grpc.v1.SubscriptionChange.Builder message, PlanVersionRef plan) {
        message.setPlanId(plan.plan().value()).setPlanVersion(plan.version());
    }

    private static void addTime(io.billing4j.grpc.v1.SubscriptionChange.Builder message, SubscriptionChange change) {
        if (change instanceof Created created) {
            if (created.trialEnd() != null) {
                message.setTrialEnd(Writing.timestamp(created.trialEnd()));
            }
            if (created.term() != null) {
                message.setTerm(of(created.term()));
            }
        } else if (change instanceof TrialExtended extended) {
            message.setTrialEnd(Writing.timestamp(extended.trialEnd()));
        } else if (change instanceof Renewed renewed) {
            message.setTerm(of(renewed.term()));
        } else if (change instanceof ZoneChanged changed) {
            message.setTimeZone(changed.zone().getId());
        }
    }

    private static io.billing4j.grpc.v1.Term of(Term term) {
        return io.billing4j.grpc.v1.Term.newBuilder()
                .setInterval(Writing.interval(term.length()))
                .setRenews(term.renews())
                .build();
    }
}
