package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.run.BillingRun;
import io.billing4j.store.Page;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Moves a sandbox's business time. The clock stands where it was set until it is set again, and never goes back: what was
 * recorded lies before it.
 */
public final class TimeTravel {
    private final TenantScope scope;

    TimeTravel(TenantScope scope) {
        this.scope = scope;
    }

    /** How far one call moves the clock at most: a typing error must not use up a sandbox. */
    public static final Period MAX_AHEAD = Period.ofYears(30);

    /** The tenant's business time. */
    public Instant now() {
        return scope.inTransaction(Work::now);
    }

    /** Whether the clock was set, so that it stands and nothing falls due by itself; never of a live tenant. */
    public boolean stands() {
        return scope.inTransaction(work -> work.unit().clock().isPresent());
    }

    /**
     * Sets the clock, and bills nothing. Books without customers may begin at any instant.
     *
     * @throws io.billing4j.error.BillingException NOT_A_SANDBOX; INVALID_DATE at {@code to} for an instant before the present
     *     business time once there are customers or the clock was set, and for one more than 30 years ahead
     */
    public void set(Instant to) {
        Instant instant = Inputs.instant("to", to);
        scope.inTransaction(work -> {
            boolean begun = work.unit().clock().isPresent()
                    || !work.unit().customers().list(Page.first(1)).isEmpty();
            if (begun) {
                requireAhead(work.now(), instant);
            }
            work.unit().setClock(instant);
            return instant;
        });
    }

    /**
     * Moves the clock and lets everything happen that would have happened meanwhile, in order: at each instant at which
     * something falls due the clock stops there and all that is due is billed.
     *
     * @return the runs, one for each such instant, in the order of time
     * @throws io.billing4j.error.BillingException as {@link #set}, and as {@link BillingRuns#run(Instant)}
     */
    public List<BillingRun> advanceTo(Instant to) {
        Instant target = Inputs.instant("to", to);
        scope.requireApart("advancing the clock");
        Instant from = scope.inTransaction(work -> {
            Instant now = work.now();
            requireAhead(now, target);
            work.unit().setClock(now);
            return now;
        });
        boolean thresholds =
                scope.inTransaction(work -> work.unit().settings().get().thresholds());
        List<BillingRun> runs = new ArrayList<>();
        // What had fallen due before is billed first.
        Instant next = due(from, target, thresholds);
        while (next != null) {
            set(next);
            runs.add(new BillingRuns(scope).run(next));
            next = nextAfter(next, target, thresholds);
        }
        set(target);
        return runs;
    }

    private static void requireAhead(Instant now, Instant to) {
        Instant latest = now.atOffset(ZoneOffset.UTC).plus(MAX_AHEAD).toInstant();
        if (to.isBefore(now) || to.isAfter(latest)) {
            throw ErrorCode.INVALID_DATE.at("to", "expected " + now + " to " + latest + " but found " + to);
        }
    }

    private @Nullable Instant due(Instant from, Instant target, boolean thresholds) {
        boolean anything =
                scope.inTransaction(work -> !BillingRuns.due(work, from).isEmpty()
                        || (thresholds
                                && !work.unit()
                                        .usage()
                                        .customersReported(from.plus(1, ChronoUnit.MICROS), null, 1)
                                        .isEmpty()));
        return anything ? from : nextAfter(from, target, thresholds);
    }

    private @Nullable Instant nextAfter(Instant after, Instant target, boolean thresholds) {
        Optional<Instant> next = scope.inTransaction(work -> Stream.of(
                        work.unit().subscriptions().nextDueAfter(after),
                        work.unit().invoices().nextFinalizationAfter(after),
                        work.unit().oneOffs().nextOfEndedAfter(after),
                        thresholds ? work.unit().usage().nextReportedAfter(after) : Optional.<Instant>empty())
                .flatMap(Optional::stream)
                .min(Instant::compareTo));
        return next.filter(instant -> !instant.isAfter(target)).orElse(null);
    }
}
