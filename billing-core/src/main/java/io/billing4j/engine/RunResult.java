package io.billing4j.engine;

import io.billing4j.error.ErrorCategory;
import io.billing4j.id.CustomerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one chunk of a run came to.
 *
 * @param last the last customer that was claimed; null where nobody was left
 * @param customers how many had something due
 * @param documents that were made
 * @param skipped slots that were settled without one
 * @param newFailures customers that failed and had not failed before, less those billed that had
 * @param unfinished whether somebody has more due than one transaction takes, so that another pass is needed
 */
record RunResult(
        @Nullable CustomerId last,
        int customers,
        List<InvoiceObservation> documents,
        int skipped,
        int newFailures,
        List<Failed> failures,
        boolean unfinished) {
    /** Nobody was left. */
    static final RunResult END = new RunResult(null, 0, List.of(), 0, 0, List.of(), false);

    /** A document that could not be made. */
    record Failed(InvoiceObservation observation, ErrorCategory category) {}
}
