package io.billing4j.run;

/**
 * What a run has done.
 *
 * @param customersTotal how many customers had something due when the run was last asked for, with those done before
 * @param customersDone how many of them are dealt with
 * @param invoices how many documents it made, as drafts too, and how many drafts it finalised since their grace was over
 * @param skipped how many slots it settled without one
 * @param failed how many customers it could not bill
 */
public record RunProgress(long customersTotal, long customersDone, long invoices, long skipped, long failed) {
    /** Nothing yet. */
    public static final RunProgress NONE = new RunProgress(0, 0, 0, 0, 0);

    /** This and what another part of the run did; the total is never less than what is done. */
    public RunProgress plus(long customers, long moreInvoices, long moreSkipped, long moreFailed) {
        return new RunProgress(
                Math.max(customersTotal, customersDone + customers),
                customersDone + customers,
                invoices + moreInvoices,
                skipped + moreSkipped,
                failed + moreFailed);
    }

    /** This with another expectation of the total. */
    public RunProgress expecting(long total) {
        return new RunProgress(total, customersDone, invoices, skipped, failed);
    }
}
