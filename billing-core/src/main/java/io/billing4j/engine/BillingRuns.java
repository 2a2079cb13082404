package io.billing4j.engine;

import io.billing4j.engine.RunEntry.Begun;
import io.billing4j.error.BillingException;
import io.billing4j.error.Inputs;
import io.billing4j.id.RunId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.store.DueCount;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Bills all customers up to a cut-off. Several processes may run the same cut-off at once: each customer is claimed by one
 * of them.
 */
public final class BillingRuns {
    private static final String RUN = "a run";

    private final TenantScope scope;

    BillingRuns(TenantScope scope) {
        this.scope = scope;
    }

    /** Bills all that is due at the start of the date in the tenant's zone; documents are issued on that date. */
    public BillingRun run(LocalDate cutOff) {
        Inputs.required("cutOff", cutOff);
        scope.requireApart(RUN);
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
     * <p>One-off charges for subscriptions that are over, which no other document has taken, have documents of their own at its end.
     *
     * <p>A customer who cannot be billed becomes a failure with a code, and a finding; the run goes on.
     *
     * @param cutOff at most the tenant's business time: usage that is still to come must not be billed
     * @throws io.billing4j.error.BillingException NOT_DUE at {@code cutOff} for one that lies ahead; TAX_CALCULATOR_UNKNOWN where the
     *     tenant's tax service is not registered here, UNSUITABLE_TRANSACTION where it would have to be asked within a transaction of the
     *     host's, and within {@link Billing4J#inTransaction}; STORE_UNAVAILABLE, STORE_CONTENTION or NUMBERING_BUSY if the run had to
     *     stop, SERVER_UNAVAILABLE if the thread was interrupted; what it committed is there, and asking again goes on
     */
    public BillingRun run(Instant cutOff) {
        Instant instant = Inputs.instant("cutOff", cutOff);
        scope.requireApart(RUN);
        RunsUnderWay underWay = scope.context().underWay();
        underWay.enter(scope.tenant(), instant);
        try {
            return bill(new RunEntry(scope)::begin, instant, RunStop.whenInterrupted())
                    .orElseThrow(() -> RunStop.interrupted("in a run"));
        } finally {
            underWay.leave(scope.tenant(), instant);
        }
    }

    /**
     * Takes part in a run that somebody else has asked for, unless this process works on it already; goes on with it if they have
     * died. It is what a node does that has found a run in {@link Billing4J#openRuns}.
     *
     * @param stop is asked between chunks of customers, by several threads: once it says true, what is begun is committed and
     *     the rest is left to others, whatever it says later; so it is once the thread is interrupted
     * @throws io.billing4j.error.BillingException as {@link #run(Instant)}
     */
    public RunJoin join(RunId id, BooleanSupplier stop) {
        Inputs.required("id", id);
        Inputs.required("stop", stop);
        scope.requireApart(RUN);
        Optional<BillingRun> run = find(id);
        if (run.isEmpty()) {
            new RunEntry(scope).forget(id);
            return RunJoin.NO_SUCH_RUN;
        }
        Instant cutOff = run.get().cutOff();
        RunsUnderWay underWay = scope.context().underWay();
        if (!underWay.enterFirst(scope.tenant(), cutOff)) {
            return RunJoin.UNDER_WAY_HERE;
        }
        try {
            bill(new RunEntry(scope)::join, cutOff, new RunStop(stop));
            return RunJoin.TOOK_PART;
        } finally {
            underWay.leave(scope.tenant(), cutOff);
        }
    }

    /**
     * Bills usage that has reached an amount at which its plan bills it before its period ends ({@link
     * io.billing4j.catalog.UsageThresholds}): what each run does at its end, for those who want it sooner. It looks at subscriptions of which usage
     * was reported since the last time, and at no others. Their documents are final at once, also where the tenant grants a grace. Of a
     * period whose own document is not there yet nothing is billed.
     *
     * @return how many documents were made
     * @throws io.billing4j.error.BillingException STORE_UNAVAILABLE, STORE_CONTENTION or NUMBERING_BUSY if it had to stop,
     *     SERVER_UNAVAILABLE if the thread was interrupted before it was over; what it committed is there, and asking again goes on; of tax
     *     services as {@link #run(Instant)}
     */
    public int billReached() {
        scope.requireApart("billing what has reached an amount");
        TenantSettings settings =
                scope.inTransaction(work -> work.unit().settings().get());
        TaxAsking.requireAble(scope.context(), settings);
        RunStop stop = RunStop.whenInterrupted();
        int made = new ThresholdPass(scope, null, TaxAsking.of(scope), stop).over();
        if (stop.hasStopped()) {
            throw RunStop.interrupted("while usage so far was billed");
        }
        return made;
    }

    /**
     * Whether a {@link #run(Instant) run} with this cut-off would find something to do: a subscription of which something is due, a draft
     * whose grace is over, or a one-off charge for a subscription that is over. It is for whoever looks every few minutes: nothing is
     * locked or written, and the tenant's subscriptions are read once. Customers whom a run could not bill stay due. Usage that
     * may have reached an amount is left to {@link #billReached}.
     *
     * @param cutOff may lie ahead
     */
    public boolean dueBy(Instant cutOff) {
        return !due(cutOff).isEmpty();
    }

    /**
     * How much {@link #dueBy} finds, and whether it is the same as before: for whoever looks again and again, and does not want to ask for
     * a run each time while the same is due that no run can bill.
     *
     * @param cutOff may lie ahead
     */
    public DueWork due(Instant cutOff) {
        Instant instant = Inputs.instant("cutOff", cutOff);
        return scope.inTransaction(work -> due(work, instant));
    }

    static DueWork due(Work work, Instant cutOff) {
        DueCount customers = work.unit().customers().due(cutOff);
        DueCount drafts = work.unit().invoices().draftsDue(cutOff);
        DueCount oneOffs = work.unit().oneOffs().dueOfEnded(cutOff);
        return new DueWork(
                customers.count(), drafts.count(), oneOffs.count(), customers.mark() ^ drafts.mark() ^ oneOffs.mark());
    }

    /** The run, if there is one. */
    public Optional<BillingRun> find(RunId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> work.unit().runs().find(id));
    }

    /** The run for a cut-off, if there is one. */
    public Optional<BillingRun> findByCutOff(Instant cutOff) {
        Inputs.required("cutOff", cutOff);
        return scope.inTransaction(work -> work.unit().runs().findByCutOff(cutOff));
    }

    /** Runs in the order in which they were first asked for. */
    public List<BillingRun> list(Page page) {
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().runs().list(page));
    }

    /** The customers whom a run could not bill, in the order of their keys. */
    public List<RunFailure> failures(RunId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> work.unit().runs().failures(id));
    }

    /** Empty where it was left before it was over. */
    private Optional<BillingRun> bill(Function<Instant, Begun> entrance, Instant cutOff, RunStop stop) {
        RunEntry entry = new RunEntry(scope);
        Begun begun = entrance.apply(cutOff);
        EngineObserver observer = scope.context().observer();
        observer.runProgressed(scope.tenant(), begun.run());
        BillingRun result = begun.run();
        boolean ended = false;
        int made = 0;
        try {
            TaxAsking asking = TaxAsking.of(scope, begun.run());
            made = billDue(begun, asking, stop);
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            if (begun.toDo() || begun.open()) {
                result = entry.finish(begun);
            }
            if (begun.thresholds() && ofToday(begun.run())) {
                asking.beginPass();
                made += reached(begun.run(), asking, stop);
            }
            if (made > 0) {
                result = find(result.id()).orElse(result);
            }
            ended = true;
        } finally {
            if (!ended) {
                observer.runLeft(scope.tenant(), result);
            }
        }
        if (begun.toDo() || begun.open() || made > 0) {
            observer.runProgressed(scope.tenant(), result);
        }
        return Optional.of(result);
    }

    private boolean ofToday(BillingRun run) {
        return scope.inTransaction(work -> ThresholdChunk.ofToday(work, run));
    }

    /**
     * How many documents of usage so far were made. The run is over by then, whatever becomes of this: marks that are kept are no work of its,
     * and whoever looks next has them.
     */
    private int reached(BillingRun run, TaxAsking asking, RunStop stop) {
        ThresholdPass pass = new ThresholdPass(scope, run, asking, stop);
        try {
            return pass.over();
        } catch (BillingException e) {
            if (!e.retryable()) {
                throw e;
            }
            return pass.documents();
        }
    }

    /** How many documents of one-off charges alone were made. */
    private int billDue(Begun begun, TaxAsking asking, RunStop stop) {
        DraftPass drafts = new DraftPass(scope, begun.run(), asking, stop);
        if (begun.drafts()) {
            drafts.over();
        }
        asking.beginPass();
        if (begun.due()) {
            RunPass pass = new RunPass(scope, begun.run(), new RunAttempts(begun.attempts()), asking, stop);
            pass.overFree();
            boolean unfinished = true;
            while (unfinished) {
                unfinished = pass.overAll();
            }
        }
        asking.beginPass();
        int alone = begun.oneOffs() ? new EndedOneOffs(scope, begun.run(), asking, stop).over() : 0;
        drafts.rest();
        return alone;
    }
}
