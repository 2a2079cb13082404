package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.billing4j.store.RunStore;
import io.billing4j.store.WorkKind;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a process enters a run and how it ends one. Both hold the run's row, which those who bill a chunk wait for, and both
 * see to its hint: as long as something is due that the run is to bill there is one, whoever dies meanwhile.
 */
final class RunEntry {
    private final TenantScope scope;

    RunEntry(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * The run for the cut-off, new or taken up again, with what is left to do. NOT_DUE at {@code cutOff} for one that lies
     * ahead.
     */
    Begun begin(Instant cutOff) {
        return enter(cutOff, true);
    }

    /**
     * The same for one who takes part in a run of others: while that is under way nobody is counted, which takes long where
     * there are many subscriptions, and would hold up those who bill.
     */
    Begun join(Instant cutOff) {
        return enter(cutOff, false);
    }

    private Begun enter(Instant cutOff, boolean counting) {
        return scope.inTransaction(work -> {
            if (cutOff.isAfter(work.now())) {
                throw ErrorCode.NOT_DUE.at("cutOff", "expected at most " + work.now() + " but found " + cutOff);
            }
            TenantSettings settings = work.unit().settings().get();
            TaxAsking.requireAble(scope.context(), settings);
            if (counting && settings.taxes() != null && settings.taxes().calculator() != null) {
                TaxAsking.forgetOld(work);
            }
            RunStore runs = work.unit().runs();
            BillingRun wanted = wanted(work, cutOff, settings);
            RunId id = runs.findOrInsert(wanted).id();
            // Whoever bills a chunk advances the run with it, and waits from here on: all counts are of one moment.
            runs.advance(id, 0, 0, 0, 0);
            Map<CustomerId, Integer> failed =
                    runs.failures(id).stream().collect(Collectors.toMap(RunFailure::customer, RunFailure::attempts));
            int settled = clearSettled(work, id, cutOff, failed.keySet());
            BillingRun run = runs.find(id).orElse(wanted);
            boolean due = true;
            if (counting || run.status() != RunStatus.RUNNING) {
                long count = work.unit().customers().due(cutOff).count();
                due = count > 0;
                if (due) {
                    runs.reopen(run.id(), run.progress().customersDone() + count);
                    run = runs.find(run.id()).orElse(run);
                }
            }
            boolean drafts = draftsAreDue(work, cutOff);
            Begun begun = new Begun(run, due || settled > 0, drafts, settings.thresholds(), settings.oneOffs(), failed);
            hint(work, begun);
            return begun;
        });
    }

    /** Ends the run, of which this process has nothing left to do. */
    BillingRun finish(Begun begun) {
        BillingRun run = begun.run();
        Left left = scope.inTransaction(work -> left(work, begun));
        return scope.inTransaction(work -> {
            RunStore runs = work.unit().runs();
            runs.advance(run.id(), 0, 0, 0, 0);
            BillingRun current = runs.find(run.id()).orElse(run);
            List<RunFailure> failures = runs.failures(run.id());
            RunStatus status = failures.isEmpty() ? RunStatus.COMPLETED : RunStatus.COMPLETED_WITH_FAILURES;
            BillingRun done = new BillingRun(
                    run.id(),
                    run.cutOff(),
                    run.businessDate(),
                    status,
                    current.progress(),
                    current.startedAt(),
                    work.now());
            runs.finish(done);
            boolean toppedUp = current.progress().customersTotal() != left.total();
            if (!left.more() && !toppedUp) {
                remove(work, run.id());
            }
            return done;
        });
    }

    /** Takes away the hints of a run that is not there. */
    void forget(RunId id) {
        scope.inTransaction(work -> remove(work, id));
    }

    private static BillingRun wanted(Work work, Instant cutOff, TenantSettings settings) {
        return new BillingRun(
                RunId.of(work.ids().next()),
                cutOff,
                cutOff.atZone(settings.zone()).toLocalDate(),
                RunStatus.RUNNING,
                RunProgress.NONE,
                work.now(),
                null);
    }

    /** One hint is enough: the run's row is held, so that nobody else adds one at the same time. */
    private static void hint(Work work, Begun begun) {
        String subject = begun.run().id().toString();
        if (begun.toDo()) {
            if (!work.unit().hints().exists(WorkKind.BILLING_RUN, subject)) {
                work.unit().hints().add(work.ids().next(), WorkKind.BILLING_RUN, subject);
            }
        } else if (!begun.open()) {
            remove(work, begun.run().id());
        }
    }

    private static int remove(Work work, RunId id) {
        return work.unit().hints().remove(WorkKind.BILLING_RUN, id.toString());
    }

    /**
     * Whether somebody is due who has not failed, or a draft that this process has not seen to: the run was topped up while
     * its last customers were billed, and who did so may have died. Looked for without the run's row, which those who bill
     * wait for: whoever tops it up after this changes its total.
     */
    private static Left left(Work work, Begun begun) {
        BillingRun run = begun.run();
        RunStore runs = work.unit().runs();
        long total = runs.find(run.id()).orElse(run).progress().customersTotal();
        long due = work.unit().customers().due(run.cutOff()).count();
        List<CustomerId> failed =
                runs.failures(run.id()).stream().map(RunFailure::customer).toList();
        boolean customers =
                due > 0 && due > stillDue(work, run.cutOff(), failed).size();
        return new Left(total, customers || (!begun.drafts() && draftsAreDue(work, run.cutOff())));
    }

    private static boolean draftsAreDue(Work work, Instant cutOff) {
        return !work.unit().invoices().draftsDue(cutOff, null, 1).isEmpty();
    }

    /** What was left at a moment before the end, and the total of customers that the run had then. */
    private record Left(long total, boolean more) {}

    /** Takes away the failures of customers whom another run has billed since; how many there were. */
    private static int clearSettled(Work work, RunId run, Instant cutOff, Set<CustomerId> failed) {
        Set<CustomerId> open = stillDue(work, cutOff, failed);
        List<CustomerId> settled =
                failed.stream().filter(customer -> !open.contains(customer)).toList();
        int cleared = work.unit().runs().clearFailures(run, settled);
        if (cleared > 0) {
            work.unit().runs().advance(run, 0, 0, 0, -cleared);
        }
        return cleared;
    }

    private static Set<CustomerId> stillDue(Work work, Instant cutOff, Collection<CustomerId> failed) {
        return work.unit().subscriptions().dueOfCustomers(failed, cutOff).stream()
                .map(state -> state.subscription().customer())
                .collect(Collectors.toSet());
    }

    /**
     * A run that has been entered, with what is left to do.
     *
     * @param due whether a customer is due, or a failure was settled
     * @param drafts whether drafts are to be finalised
     * @param thresholds whether usage is billed before its period ends: to be looked at, but nothing that is left to do
     * @param oneOffs whether there have been one-off charges: to be looked at as well
     * @param attempts how often customers that have failed were tried
     */
    record Begun(
            BillingRun run,
            boolean due,
            boolean drafts,
            boolean thresholds,
            boolean oneOffs,
            Map<CustomerId, Integer> attempts) {
        boolean toDo() {
            return due || drafts;
        }

        /** Whether nobody has ended it since it was begun. */
        boolean open() {
            return run.status() == RunStatus.RUNNING;
        }
    }
}
