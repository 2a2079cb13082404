package io.billing4j.invoice;

import io.billing4j.error.Inputs;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import java.time.LocalDate;

/**
 * A document's number.
 *
 * @param text as printed, at most 50 characters
 * @param issueDate in the tenant's zone
 * @param scopeKey in which the sequence counts
 * @param sequence from 1 to {@link NumberingTemplate#MAX_SEQUENCE}, without a gap in its scope
 */
public record InvoiceNumber(String text, LocalDate issueDate, String scopeKey, long sequence) {
    /** Refuses a text that is too long with INVALID_TEXT, and with INVALID_NUMBER what no sequence counts to. */
    public InvoiceNumber {
        text = Inputs.text("invoiceNumber", text, NumberingTemplate.MAX_LENGTH);
        NumberingTemplate.requireSequence(sequence);
    }

    /** The number that the template gives; NUMBER_TOO_LONG at {@code invoiceNumber} beyond 50 characters. */
    public static InvoiceNumber of(NumberingTemplate template, NumberedDocument document, long sequence) {
        return new InvoiceNumber(
                template.render(document, sequence), document.issueDate(), template.scopeKey(document), sequence);
    }

    @Override
    public String toString() {
        return text;
    }
}
