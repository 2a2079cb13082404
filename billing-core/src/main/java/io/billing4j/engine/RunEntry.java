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
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a process enters a run and how it ends one, each in one transaction. Both hold the run's row, which those who bill a chunk
 * wait for, and both see to its hint: as long as something is due that the run is to bill there is one, whoever dies meanwhile.
 */
final class RunEntry {
    private final TenantScope scope;

    RunEntry(TenantScope scope) {
        this.scope = scope;
    }

    /** The run for the cut-off, new or taken up again, with what is left to do. NOT_DUE at {@code cutOff} for one that lies ahead. */
    Begun begin(Instant cutOff) {
        return scope.inTransaction(work -> {
            if (cutOff.isAfter(work.now())) {
                throw ErrorCode.NOT_DUE.at("cutOff", "expected at most " + work.now() + " but found " + cutOff);
            }
            RunStore runs = work.unit().runs();
            BillingRun wanted = wanted(work, cutOff);
            RunId id = runs.findOrInsert(wanted).id();
            Map<CustomerId, Integer> failed =
                    runs.failures(id).stream().collect(Collectors.toMap(RunFailure::customer, RunFailure::attempts));
            int settled = clearSettled(work, id, cutOff, failed.keySet());
            // Whoever bills a chunk advances the run with it, and waits from here on: what is done and what is left are
            // counted as of one moment.
            runs.advance(id, 0, 0, 0, 0);
            BillingRun run = runs.find(id).orElse(wanted);
            long due = work.unit().customers().countDue(cutOff);
            if (due > 0) {
                long total = run.progress().customersDone() + due;
                runs.reopen(run.id(), total);
                run = runs.find(run.id()).orElse(run);
            }
            boolean drafts = !work.unit().invoices().draftsDue(cutOff, null, 1).isEmpty();
            Begun begun = new Begun(run, due > 0 || settled > 0, drafts, failed);
            hint(work, begun);
            return begun;
        });
    }

    /** Ends the run, of which this process has nothing left to do. */
    BillingRun finish(BillingRun run) {
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
            if (!moreIsDue(work, run.cutOff(), failures)) {
                remove(work, run.id());
            }
            return done;
        });
    }

    /** Takes away the hints of a run that is not there. */
    void forget(RunId id) {
        scope.inTransaction(work -> remove(work, id));
    }

    private static BillingRun wanted(Work work, Instant cutOff) {
        return new BillingRun(
                RunId.of(work.ids().next()),
                cutOff,
                cutOff.atZone(work.unit().settings().get().zone()).toLocalDate(),
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
     * Whether somebody is due who has not failed: the run was topped up while its last customers were billed, and who did so may
     * have died.
     */
    private static boolean moreIsDue(Work work, Instant cutOff, List<RunFailure> failures) {
        long due = work.unit().customers().countDue(cutOff);
        List<CustomerId> failed = failures.stream().map(RunFailure::customer).toList();
        return due > 0 && due > stillDue(work, cutOff, failed).size();
    }

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
     * @param attempts how often customers that have failed were tried
     */
    record Begun(BillingRun run, boolean due, boolean drafts, Map<CustomerId, Integer> attempts) {
        boolean toDo() {
            return due || drafts;
        }

        /** Whether nobody has ended it since it was begun. */
        boolean open() {
            return run.status() == RunStatus.RUNNING;
        }
    }
}
