package io.billing4j.store;

import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Billing runs. */
public interface RunStore {
    /** Adds the run, unless the tenant has one for its cut-off, and gives the one that is there then. */
    BillingRun findOrInsert(BillingRun run);

    /** The run, if there is one. */
    Optional<BillingRun> find(RunId id);

    /** The run for a cut-off, if there is one. */
    Optional<BillingRun> findByCutOff(Instant cutOff);

    /** Runs in the order of their ids, which is the order in which they were first asked for. */
    List<BillingRun> list(Page page);

    /** Stores that the run has begun again: status RUNNING, no end, another expectation of the total. */
    void reopen(RunId id, long customersTotal);

    /**
     * Adds to the run's counts and gives what they come to, whoever else has added to them; {@code failed} may be below
     * zero, where a customer was billed after all. Until the transaction ends, others who add wait. The total grows with
     * what is done where it was less: customers may have become due since it was counted.
     */
    RunProgress advance(RunId id, long customers, long invoices, long skipped, long failed);

    /** Stores status and end. */
    void finish(BillingRun run);

    /**
     * Stores a failure, in place of the customer's earlier one if there is one; the attempts that one had, 0 where there was
     * none.
     */
    int putFailure(RunId id, RunFailure failure);

    /** Takes the failures of these customers away, since they were billed after all; how many there were. */
    int clearFailures(RunId id, List<CustomerId> customers);

    /** The failures of a run in the order of customers. */
    List<RunFailure> failures(RunId id);
}
