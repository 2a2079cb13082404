package io.billing4j.subscription;

import io.billing4j.period.BillingSchedule;
import io.billing4j.subscription.SubscriptionChange.RenewalStopped;
import io.billing4j.subscription.SubscriptionChange.Renewed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a subscription's contract, one after the other, numbered from 1. Without a {@link Term} there is one without an
 * end.
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
        if (first == null) {
            return 1;
        }
        Run run = new Run(1, first, schedule.startDate(), 1, 0);
        while (!instant.isBefore(run.endExclusive)) {
            Run next = run.next();
            if (next == null) {
                break;
            }
            run = next;
        }
        return run.number;
    }

    /** The end of the term that holds at an instant; null for one without an end, and after the last. */
    public @Nullable Instant endOfTermAt(Instant instant) {
        Run run = first == null ? null : new Run(1, first, schedule.startDate(), 1, 0);
        while (run != null && !instant.isBefore(run.endExclusive)) {
            run = run.next();
        }
        return run == null ? null : run.endExclusive;
    }

    /** When the last term ends and none follows; null where there always is another. */
    public @Nullable Instant expiresAt() {
        Run run = first == null ? null : new Run(1, first, schedule.startDate(), 1, 0);
        while (run != null && !run.renewsForEver()) {
            Run next = run.next();
            if (next == null) {
                return run.endExclusive;
            }
            run = next;
        }
        return null;
    }

    /** One term: the {@code count}-th of its length from a date. */
    private final class Run {
        private final int number;
        private final Term term;
        private final LocalDate from;
        private final int count;
        private final int turned;
        private final Instant endExclusive;

        /** Of the renewals and their ends, {@code turned} have had their effect before it. */
        Run(int number, Term term, LocalDate from, int count, int turned) {
            this.number = number;
            this.term = term;
            this.from = from;
            this.count = count;
            this.turned = turned;
            this.endExclusive = end(count);
        }

        @Nullable
        Run next() {
            boolean stops = stops();
            if (term.renews() && !stops) {
                return new Run(number + 1, term, from, count + 1, turned);
            }
            int after = stops ? turned + 1 : turned;
            if (after < turns.size() && turns.get(after) instanceof Renewed renewed) {
                LocalDate date = endExclusive
                        .atZone(schedule.inForceAt(endExclusive).zone())
                        .toLocalDate();
                return new Run(number + 1, renewed.term(), date, 1, after + 1);
            }
            return null;
        }

        boolean renewsForEver() {
            return term.renews() && turned == turns.size();
        }

        /** Whether it is the term meant: another zone or interval may have moved its end a little since. */
        private boolean stops() {
            if (!term.renews() || turned == turns.size() || !(turns.get(turned) instanceof RenewalStopped stopped)) {
                return false;
            }
            Instant middle = endExclusive.plus(
                    Duration.between(endExclusive, end(count + 1)).dividedBy(2));
            return stopped.effectiveAt().isBefore(middle);
        }

        private Instant end(int times) {
            return schedule.boundaryOn(term.length().after(from, times));
        }
    }
}
