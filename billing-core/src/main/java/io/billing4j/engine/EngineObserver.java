package io.billing4j.engine;

import io.billing4j.error.ErrorCategory;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;

/**
 * Is told what the engine does; a host makes logs and metrics of it. Calls come from the threads that do the work, in a run
 * from several at once, and must not block. What a call throws goes to the thread's handler of uncaught exceptions and
 * changes nothing else.
 */
public interface EngineObserver {
    /** Watches nothing. */
    EngineObserver NONE = new EngineObserver() {};

    /** A document is about to be assembled. Where a transaction is run again, it is told again. */
    default void invoiceStarted(InvoiceObservation observation) {}

    /** The document is committed, or the slot is settled without one. */
    default void invoiceSucceeded(InvoiceObservation observation) {}

    /** The document could not be made; nothing of it is stored. */
    default void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {}

    /**
     * A run began, committed a chunk, or finished. Its progress is the whole run's, whichever processes bill it; where
     * several threads do, calls may come in another order than the chunks.
     */
    default void runProgressed(TenantId tenant, BillingRun run) {}

    /**
     * A chunk of at least 2 customers or drafts of a run could not be written, and nothing of it is stored; they are tried
     * one by one from here on, which costs a transaction each. Whichever of them is to blame is told of by itself as well.
     * A chunk that may be tried again as a whole is not told of.
     */
    default void chunkFailed(ChunkFailure failure) {}

    /** An outside service was asked what taxes are due. */
    default void taxesAsked(TaxObservation observation) {}

    /**
     * This process leaves a run that is not finished: it was told to, or something failed. Somebody else may go on with it.
     */
    default void runLeft(TenantId tenant, BillingRun run) {}
}
