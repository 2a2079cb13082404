package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import io.billing4j.store.RunStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Bills all customers up to a cut-off. Several processes may run the same cut-off at once: each customer is claimed by one
 * of them.
 */
public final class BillingRuns {
    private final TenantScope scope;

    BillingRuns(TenantScope scope) {
        this.scope = scope;
    }

    /** Bills all that is due at the start of the date in the tenant's zone; documents are issued on that date. */
    public BillingRun run(LocalDate cutOff) {
        Instant instant = scope.inTransaction(
                work -> cutOff.atStartOfDay(work.unit().settings().get().zone()).toInstant());
        return run(instant);
    }

    /**
     * Bills all that is due at the instant or before: for each subscription every period that has begun and has no
     * document, oldest first, finalised and numbered; where the tenant grants a grace, as drafts, which the first run after
     * it refreshes and finalises. Asking again returns the run, goes on with it if it died, tries its
     * failures again and bills what has become due since; nothing is billed twice.
     *
     * <p>A customer who cannot be billed becomes a failure with a code, and a finding; the run goes on.
     *
     * @param cutOff at most the tenant's business time: usage that is still to come must not be billed
     * @throws io.billing4j.error.BillingException NOT_DUE at {@code cutOff} for one that lies ahead; STORE_UNAVAILABLE, STORE_CONTENTION or NUMBERING_BUSY if the run had to
     *     stop; what it committed is there, and asking again goes on
     */
    public BillingRun run(Instant cutOff) {
        Begun begun = begin(Inputs.instant("cutOff", cutOff));
        observe(begun.run());
        DraftPass drafts = new DraftPass(scope, begun.run());
        if (begun.drafts()) {
            drafts.over();
        }
        if (begun.anythingToDo()) {
            RunPass pass = new RunPass(scope, begun.run(), new RunAttempts(begun.attempts()));
            pass.overFree();
            boolean unfinished = true;
            while (unfinished) {
                unfinished = pass.overAll();
            }
        }
        drafts.rest();
        return begun.anythingToDo() || begun.drafts() || begun.run().status() == RunStatus.RUNNING
                ? finish(begun.run())
                : begun.run();
    }

    /** The run, if there is one. */
    public Optional<BillingRun> find(RunId id) {
        return scope.inTransaction(work -> work.unit().runs().find(id));
    }

    /** The run for a cut-off, if there is one. */
    public Optional<BillingRun> findByCutOff(Instant cutOff) {
        return scope.inTransaction(work -> work.unit().runs().findByCutOff(cutOff));
    }

    /** Runs in the order in which they were first asked for. */
    public List<BillingRun> list(Page page) {
        return scope.inTransaction(work -> work.unit().runs().list(page));
    }

    /** The customers whom a run could not bill, in the order of their keys. */
    public List<RunFailure> failures(RunId id) {
        return scope.inTransaction(work -> work.unit().runs().failures(id));
    }

    private Begun begin(Instant cutOff) {
        return scope.inTransaction(work -> {
            if (cutOff.isAfter(work.now())) {
                throw ErrorCode.NOT_DUE.at("cutOff", "expected at most " + work.now() + " but found " + cutOff);
            }
            RunStore runs = work.unit().runs();
            LocalDate businessDate =
                    cutOff.atZone(work.unit().settings().get().zone()).toLocalDate();
            BillingRun wanted = new BillingRun(
                    RunId.of(work.ids().next()),
                    cutOff,
                    businessDate,
                    RunStatus.RUNNING,
                    RunProgress.NONE,
                    work.now(),
                    null);
            RunId id = runs.findOrInsert(wanted).id();
            Map<CustomerId, Integer> failed =
                    runs.failures(id).stream().collect(Collectors.toMap(RunFailure::customer, RunFailure::attempts));
            int settled = clearSettled(work, id, cutOff, failed.keySet());
            // Whoever bills a chunk advances the run with it, and waits from here on: what is done and what is left are
            // then
            // counted as of one moment.
            runs.advance(id, 0, 0, 0, 0);
            BillingRun run = runs.find(id).orElse(wanted);
            long due = work.unit().customers().countDue(cutOff);
            if (due > 0) {
                long total = run.progress().customersDone() + due;
                runs.reopen(run.id(), total);
                run = run.with(run.progress().expecting(total));
            }
            boolean drafts = !work.unit().invoices().draftsDue(cutOff, null, 1).isEmpty();
            return new Begun(run, due > 0 || settled > 0, drafts, failed);
        });
    }

    /** Takes away the failures of customers whom another run has billed since; how many there were. */
    private static int clearSettled(Work work, RunId run, Instant cutOff, Set<CustomerId> failed) {
        Set<CustomerId> open = work.unit().subscriptions().dueOfCustomers(failed, cutOff).stream()
                .map(state -> state.subscription().customer())
                .collect(Collectors.toSet());
        List<CustomerId> settled =
                failed.stream().filter(customer -> !open.contains(customer)).toList();
        int cleared = work.unit().runs().clearFailures(run, settled);
        if (cleared > 0) {
            work.unit().runs().advance(run, 0, 0, 0, -cleared);
        }
        return cleared;
    }

    private BillingRun finish(BillingRun run) {
        BillingRun finished = scope.inTransaction(work -> {
            RunStore runs = work.unit().runs();
            BillingRun current = runs.find(run.id()).orElse(run);
            RunStatus status =
                    runs.failures(run.id()).isEmpty() ? RunStatus.COMPLETED : RunStatus.COMPLETED_WITH_FAILURES;
            BillingRun done = new BillingRun(
                    run.id(),
                    run.cutOff(),
                    run.businessDate(),
                    status,
                    current.progress(),
                    current.startedAt(),
                    work.now());
            runs.finish(done);
            return done;
        });
        observe(finished);
        return finished;
    }

    private void observe(BillingRun run) {
        scope.context().observer().runProgressed(scope.tenant(), run);
    }

    /** A run that has been entered, with what is left to do. */
    private record Begun(BillingRun run, boolean anythingToDo, boolean drafts, Map<CustomerId, Integer> attempts) {}
}
