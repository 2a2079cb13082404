package io.billing4j.engine;

import io.billing4j.error.ErrorCategory;
import io.billing4j.id.CustomerId;
import io.billing4j.run.RunProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one chunk of a run came to.
 *
 * @param last the last customer that was claimed; null where nobody was left
 * @param progress of the run with this chunk, by whomever
 * @param documents that were made
 * @param unfinished whether somebody has more due than one transaction takes, so that another pass is needed
 */
record RunResult(
        @Nullable CustomerId last,
        RunProgress progress,
        List<InvoiceObservation> documents,
        List<Failed> failures,
        boolean unfinished) {
    /** Nobody was left. */
    static final RunResult END = new RunResult(null, RunProgress.NONE, List.of(), List.of(), false);

    /** A document that could not be made. */
    record Failed(InvoiceObservation observation, ErrorCategory category) {}
}
