package io.billing4j.numbering;

import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a number may show of its document.
 *
 * @param issueDate in the tenant's zone
 * @param creditedInvoice the number of the invoice that the document credits, 1 to 50 characters; null for a document that
 *     credits none
 */
public record NumberedDocument(
        CustomerId customer,
        EntityId entity,
        LocalDate issueDate,
        @Nullable String creditedInvoice) {
    /** Checks the length of the invoice's number. */
    public NumberedDocument {
        if (creditedInvoice != null) {
            creditedInvoice = Inputs.text("creditedInvoice", creditedInvoice, NumberingTemplate.MAX_LENGTH);
        }
    }

    /** A document that credits none. */
    public static NumberedDocument of(CustomerId customer, EntityId entity, LocalDate issueDate) {
        return new NumberedDocument(customer, entity, issueDate, null);
    }
}
