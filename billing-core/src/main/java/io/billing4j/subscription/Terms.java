package io.billing4j.subscription;

import io.billing4j.period.BillingSchedule;
import io.billing4j.subscription.SubscriptionChange.RenewalStopped;
import io.billing4j.subscription.SubscriptionChange.Renewed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a subscription's contract, one after the other, numbered from 1. Without a {@link Term} there is one without an
 * end. Renewals belong to the number of the term that they follow, since its end may still move.
 */
public final class Terms {
    private final BillingSchedule schedule;
    private final @Nullable Term first;
    private final List<SubscriptionChange> turns;

    private Terms(BillingSchedule schedule, @Nullable Term first, List<SubscriptionChange> turns) {
        this.schedule = schedule;
        this.first = first;
        this.turns = turns;
    }

    static Terms of(Subscription subscription) {
        return new Terms(
                subscription.schedule(),
                subscription.created().term(),
                Timeline.standing(subscription.changes()).stream()
                        .filter(change -> change instanceof Renewed || change instanceof RenewalStopped)
                        .toList());
    }

    /** The number of the term that holds at an instant; 1 before the start, the last one after the end. */
    public int numberAt(Instant instant) {
        Run run = first();
        while (run != null && !instant.isBefore(run.endExclusive)) {
            Run next = run.towards(instant).next();
            if (next == null) {
                break;
            }
            run = next;
        }
        return run == null ? 1 : run.number;
    }

    /** The end of the term that holds at an instant; null for one without an end, and after the last. */
    public @Nullable Instant endOfTermAt(Instant instant) {
        Run run = first();
        while (run != null && !instant.isBefore(run.endExclusive)) {
            run = run.towards(instant).next();
        }
        return run == null ? null : run.endExclusive;
    }

    /** The end of the term of a number; null where there is no such term, or none with an end. */
    public @Nullable Instant endOf(int number) {
        Run run = first();
        while (run != null && run.number < number) {
            run = run.next();
        }
        return run == null ? null : run.endExclusive;
    }

    /** When the last term ends and none follows; null where there always is another. */
    public @Nullable Instant expiresAt() {
        Run run = first();
        while (run != null && !run.renewsForEver()) {
            Run next = run.next();
            if (next == null) {
                return run.endExclusive;
            }
            run = next;
        }
        return null;
    }

    private @Nullable Run first() {
        return first == null ? null : new Run(1, first, schedule.startDate(), 1);
    }

    /** One term: the {@code count}-th of its length from a date. */
    private final class Run {
        private final int number;
        private final Term term;
        private final LocalDate from;
        private final int count;
        private final Instant endExclusive;

        Run(int number, Term term, LocalDate from, int count) {
            this.number = number;
            this.term = term;
            this.from = from;
            this.count = count;
            this.endExclusive = schedule.boundaryOn(term.length().after(from, count));
        }

        @Nullable
        Run next() {
            boolean stopped = false;
            Term renewal = null;
            for (SubscriptionChange turn : turns) {
                if (turn instanceof Renewed renewed && renewed.after() == number) {
                    renewal = renewed.term();
                }
                stopped |= turn instanceof RenewalStopped stop && stop.after() == number;
            }
            if (renewal != null) {
                LocalDate date = endExclusive
                        .atZone(schedule.inForceAt(endExclusive).zone())
                        .toLocalDate();
                return new Run(number + 1, renewal, date, 1);
            }
            return term.renews() && !stopped ? new Run(number + 1, term, from, count + 1) : null;
        }

        /** A term shortly before the instant, where all from this one on are alike; else this one. */
        Run towards(Instant instant) {
            if (!renewsForEver()) {
                return this;
            }
            LocalDate date = instant.atZone(schedule.inForceAt(instant).zone()).toLocalDate();
            long ahead = term.length().wholeBetween(from, date) - 2 - count;
            return ahead > 0
                    ? new Run(number + Math.toIntExact(ahead), term, from, count + Math.toIntExact(ahead))
                    : this;
        }

        boolean renewsForEver() {
            return term.renews()
                    && turns.stream()
                            .noneMatch(turn -> (turn instanceof Renewed renewed && renewed.after() >= number)
                                    || (turn instanceof RenewalStopped stop && stop.after() >= number));
        }
    }
}
