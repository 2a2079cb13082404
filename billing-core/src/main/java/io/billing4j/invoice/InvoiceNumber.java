package io.billing4j.invoice;

import io.billing4j.error.Inputs;
import io.billing4j.numbering.NumberingTemplate;
import java.time.LocalDate;

/**
 * A document's number.
 *
 * @param text as printed, at most 50 characters
 * @param issueDate in the tenant's zone
 * @param scopeKey in which the sequence counts
 * @param sequence from 1, without a gap in its scope
 */
public record InvoiceNumber(String text, LocalDate issueDate, String scopeKey, long sequence) {
    /** Checks the text's length. */
    public InvoiceNumber {
        text = Inputs.text("invoiceNumber", text, NumberingTemplate.MAX_LENGTH);
    }

    /** The number that the template gives. */
    public static InvoiceNumber of(NumberingTemplate template, LocalDate issueDate, long sequence) {
        return new InvoiceNumber(
                template.render(issueDate, sequence), issueDate, template.scopeKey(issueDate), sequence);
    }

    @Override
    public String toString() {
        return text;
    }
}
