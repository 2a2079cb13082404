package io.billing4j.invoice;

import io.billing4j.id.ContentHash;
import io.billing4j.id.TaxCalculatorId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an outside service has said of a document's taxes. The lines have its answer.
 *
 * @param calculator the service
 * @param subject the hash of what it was asked by that the document does not say, such as the customer's tax number
 * @param question the hash of what it was asked, with the lines that it was asked of
 * @param lines the numbers of those lines, ascending
 * @param reference what the service knows its answer by; null where it has said nothing
 */
public record ExternalTaxes(
        TaxCalculatorId calculator,
        ContentHash subject,
        ContentHash question,
        List<Integer> lines,
        @Nullable String reference) {
    /** Keeps a copy. */
    public ExternalTaxes {
        lines = List.copyOf(lines);
    }
}
