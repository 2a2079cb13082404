package io.billing4j.engine;

import io.billing4j.error.ErrorCategory;
import io.billing4j.id.CustomerId;
import io.billing4j.run.RunProgress;
import io.billing4j.tax.TaxQuestion;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one chunk of a run came to.
 *
 * @param last the last customer that was claimed; null where nobody was left
 * @param progress of the run with this chunk, by whomever
 * @param documents that were made
 * @param waiting customers whose documents wait for their taxes, of which nothing is stored
 * @param unfinished whether somebody has more due than one transaction takes, so that another pass is needed
 */
record RunResult(
        @Nullable CustomerId last,
        RunProgress progress,
        List<InvoiceObservation> documents,
        List<Failed> failures,
        boolean unfinished,
        Waiting waiting) {
    /** Nobody was left. */
    static final RunResult END = new RunResult(null, RunProgress.NONE, List.of(), List.of(), false, Waiting.NOBODY);

    /**
     * Customers, and what is to be asked before they are billed.
     *
     * @param places of the one who has most
     */
    record Waiting(List<CustomerId> customers, List<TaxQuestion> questions, int places) {
        static final Waiting NOBODY = new Waiting(List.of(), List.of(), 0);

        Waiting and(Waiting other) {
            return new Waiting(
                    Stream.concat(customers.stream(), other.customers.stream()).toList(),
                    Stream.concat(questions.stream(), other.questions.stream()).toList(),
                    Math.max(places, other.places));
        }
    }

    /** A document that could not be made. */
    record Failed(InvoiceObservation observation, ErrorCategory category) {}
}
