package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.run.BillingRun;
import java.time.Instant;
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

    /** The tenant's business time. */
    public Instant now() {
        return scope.inTransaction(Work::now);
    }

    /**
     * Sets the clock, and bills nothing.
     *
     * @throws io.billing4j.error.BillingException NOT_A_SANDBOX; INVALID_DATE at {@code to} for an instant before the present
     *     business time
     */
    public void set(Instant to) {
        Instant instant = Inputs.instant("to", to);
        scope.inTransaction(work -> {
            if (instant.isBefore(work.now()) && work.unit().clock().isPresent()) {
                throw ErrorCode.INVALID_DATE.at("to", "expected " + work.now() + " or later but found " + instant);
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
        Instant from = scope.inTransaction(work -> {
            Instant now = work.now();
            if (target.isBefore(now)) {
                throw ErrorCode.INVALID_DATE.at("to", "expected " + now + " or later but found " + target);
            }
            work.unit().setClock(now);
            return now;
        });
        List<BillingRun> runs = new ArrayList<>();
        // What had fallen due before is billed first.
        Instant next = due(from, target);
        while (next != null) {
            set(next);
            runs.add(new BillingRuns(scope).run(next));
            next = nextAfter(next, target);
        }
        set(target);
        return runs;
    }

    private @Nullable Instant due(Instant from, Instant target) {
        boolean anything = scope.inTransaction(work -> work.unit().customers().countDue(from) > 0
                || !work.unit().invoices().draftsDue(from, null, 1).isEmpty());
        return anything ? from : nextAfter(from, target);
    }

    private @Nullable Instant nextAfter(Instant after, Instant target) {
        Optional<Instant> next = scope.inTransaction(work -> Stream.of(
                        work.unit().subscriptions().nextDueAfter(after),
                        work.unit().invoices().nextFinalizationAfter(after))
                .flatMap(Optional::stream)
                .min(Instant::compareTo));
        return next.filter(instant -> !instant.isAfter(target)).orElse(null);
    }
}
