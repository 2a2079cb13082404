package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.testkit.history.PlainSubscription.Aspect;
import io.billing4j.testkit.history.PlainSubscription.Change;
import io.billing4j.testkit.history.PlainSubscription.Term;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the oracle of one subscription: what it was created with, and the instants that commands were resolved to. */
final class Retelling {
    private final Oracle oracle;
    private final HistoryCommand.Create created;
    private final ZoneId zone;
    private final List<Change> changes = new ArrayList<>();

    Retelling(Oracle oracle, HistoryCommand.Create created, ZoneId zone) {
        this.oracle = oracle;
        this.created = created;
        this.zone = zone;
    }

    /** The subscription with all changes that it has by now. */
    PlainSubscription of(Subscription subscription) {
        SubscriptionChange.Created first =
                (SubscriptionChange.Created) subscription.changes().get(0);
        boolean news = changes.size() + 1 < subscription.changes().size();
        for (int i = changes.size() + 1; i < subscription.changes().size(); i++) {
            changes.add(change(plain(first), i + 1, subscription.changes().get(i)));
        }
        PlainSubscription plain = plain(first);
        if (news) {
            requireZonesOnBoundaries(plain);
        }
        return plain;
    }

    private PlainSubscription plain(SubscriptionChange.Created first) {
        LocalDate paidFrom = created.startDate().plusDays(created.trialDays());
        return new PlainSubscription(
                created.id(),
                created.customer(),
                created.startDate().atStartOfDay(zone).toInstant(),
                zone,
                created.anchorDate(),
                key(first.plan()),
                fraction(created.quantity()),
                created.trialDays() == 0 ? null : paidFrom.atStartOfDay(zone).toInstant(),
                created.term() == null ? null : term(created.term()),
                List.copyOf(changes));
    }

    private Change change(PlainSubscription before, int number, SubscriptionChange change) {
        Told told = new Told(number, change);
        if (change instanceof SubscriptionChange.PlanChanged changed) {
            return told.as(Aspect.PLAN, key(changed.plan()), "", Fraction.ZERO, changed.interval() == null ? 0 : 1);
        } else if (change instanceof SubscriptionChange.QuantityChanged changed) {
            return told.as(Aspect.QUANTITY, "", "", fraction(changed.quantity()));
        } else if (change instanceof SubscriptionChange.AddOnSet set) {
            return told.as(Aspect.ADD_ON, key(set.plan()), set.plan().plan().value(), fraction(set.quantity()));
        } else if (change instanceof SubscriptionChange.AddOnRemoved removed) {
            return told.as(Aspect.ADD_ON, "", removed.plan().value(), Fraction.ZERO);
        } else if (change instanceof SubscriptionChange.Paused paused) {
            return told.as(Aspect.PAUSE, paused.fees() == PausedFees.STOP ? "STOP" : "", "", Fraction.ZERO);
        } else if (change instanceof SubscriptionChange.Resumed) {
            return told.as(Aspect.PAUSE, "", "", Fraction.ZERO);
        } else if (change instanceof SubscriptionChange.Canceled) {
            return told.as(Aspect.END, "", "", Fraction.ZERO);
        } else if (change instanceof SubscriptionChange.Activated) {
            return told.as(Aspect.ACTIVATION, "", "", Fraction.ZERO);
        } else if (change instanceof SubscriptionChange.TrialExtended extended) {
            return told.as(Aspect.TRIAL, extended.trialEnd(), 0, null, null);
        } else if (change instanceof SubscriptionChange.ZoneChanged moved) {
            return told.as(Aspect.ZONE, null, 0, null, moved.zone());
        } else if (change instanceof SubscriptionChange.Withdrawn withdrawn) {
            return told.as(Aspect.WITHDRAWAL, null, withdrawn.change(), null, null);
        } else if (change instanceof SubscriptionChange.Renewed renewed) {
            return told.as(Aspect.TERM, null, termEndingAt(before, change), term(renewed.term()), null);
        } else if (change instanceof SubscriptionChange.RenewalStopped) {
            return told.as(Aspect.TERM, null, termEndingAt(before, change), null, null);
        }
        return told.as(Aspect.NOTHING, "", "", Fraction.ZERO);
    }

    /** What is asked of a term holds for that term, wherever its end moves to later. */
    private int termEndingAt(PlainSubscription before, SubscriptionChange change) {
        List<Instant> ends = oracle.model(before, Instant.MAX).calendar().termEnds(change.effectiveAt());
        int term = ends.indexOf(change.effectiveAt()) + 1;
        require(term > 0, "a term ends where the engine says so", change + " among " + ends);
        return term;
    }

    private void requireZonesOnBoundaries(PlainSubscription plain) {
        for (Change moved : changes) {
            boolean stands = changes.stream()
                    .noneMatch(change -> change.aspect() == Aspect.WITHDRAWAL && change.target() == moved.number());
            if (moved.aspect() == Aspect.ZONE && stands) {
                Instant before = moved.at().minusNanos(1000);
                OracleCalendar calendar = oracle.model(plain, before).calendar();
                boolean counts = calendar.paidFrom().isBefore(moved.at());
                require(!counts || calendar.isBoundary(moved.at()), "a zone changes on a boundary", moved.at());
            }
        }
    }

    static String key(PlanVersionRef plan) {
        return plan.plan().value() + "/" + plan.version();
    }

    static Fraction fraction(BigDecimal value) {
        return Fraction.of(value.toPlainString());
    }

    private static Term term(io.billing4j.subscription.Term term) {
        BillingInterval length = term.length();
        int months = switch (length.unit()) {
            case MONTH -> 1;
            case QUARTER -> 3;
            case HALF_YEAR -> 6;
            case YEAR -> 12;
            case DAY, WEEK, THIRTY_DAYS -> 0;
        };
        int days = length.unit() == IntervalUnit.DAY
                ? 1
                : length.unit() == IntervalUnit.WEEK ? 7 : length.unit() == IntervalUnit.THIRTY_DAYS ? 30 : 0;
        return new Term(months * length.count(), days * length.count(), term.renews());
    }

    /** What all changes have. */
    private record Told(int number, SubscriptionChange change) {
        Change as(Aspect aspect, String what, String addOn, Fraction quantity) {
            return as(aspect, what, addOn, quantity, 0);
        }

        Change as(Aspect aspect, String what, String addOn, Fraction quantity, int target) {
            return new Change(
                    number,
                    aspect,
                    change.effectiveAt(),
                    change.feesFrom(),
                    what,
                    addOn,
                    quantity,
                    null,
                    target,
                    null,
                    null);
        }

        Change as(Aspect aspect, @Nullable Instant until, int target, @Nullable Term term, @Nullable ZoneId zone) {
            return new Change(
                    number,
                    aspect,
                    change.effectiveAt(),
                    change.feesFrom(),
                    "",
                    "",
                    Fraction.ZERO,
                    until,
                    target,
                    term,
                    zone);
        }
    }
}
