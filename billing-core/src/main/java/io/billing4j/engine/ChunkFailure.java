package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;

/**
 * A chunk of a run that could not be written, and whose items are therefore tried one by one. Of a chunk of one item nobody
 * is told: it is tried as it was, and what keeps it from being done then is told of it by itself.
 *
 * @param run as it was when this process entered it
 * @param items what the chunk was of
 * @param size how many, at least 2
 * @param cause what it failed with: a {@link io.billing4j.error.BillingException} that is not retryable, or a defect
 */
public record ChunkFailure(TenantId tenant, BillingRun run, Items items, int size, RuntimeException cause) {
    /** What a chunk is of. */
    public enum Items {
        /** Customers who are billed. */
        CUSTOMERS,
        /** Drafts whose grace is over, which are finalised. */
        DRAFTS
    }

    /** Tells the observer of a chunk of several. */
    static void tell(TenantScope scope, BillingRun run, Items items, int size, RuntimeException cause) {
        if (size > 1) {
            scope.context().observer().chunkFailed(new ChunkFailure(scope.tenant(), run, items, size, cause));
        }
    }

    /** The code of the cause; INTERNAL for a defect. */
    public ErrorCode code() {
        return DocumentWriter.codeOf(cause);
    }

    /** What is wrong, in one sentence; of a defect its class only. */
    public String message() {
        return DocumentWriter.messageOf(cause);
    }
}
