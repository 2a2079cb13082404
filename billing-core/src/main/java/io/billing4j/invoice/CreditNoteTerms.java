package io.billing4j.invoice;

import io.billing4j.error.Inputs;
import io.billing4j.id.InvoiceId;
import org.jspecify.annotations.Nullable;

/**
 * What a credit note says of itself beside its lines.
 *
 * @param invoice that it credits
 * @param invoiceNumber of that invoice
 * @param memo for the customer, at most {@value #MAX_MEMO} characters; null where there is none
 * @param use where what it credits goes
 */
public record CreditNoteTerms(
        InvoiceId invoice,
        String invoiceNumber,
        CreditReason reason,
        @Nullable String memo,
        CreditUse use) {
    /** The most characters of a memo. */
    public static final int MAX_MEMO = 500;

    /** Refuses a memo that is empty with MISSING_FIELD, and one that is too long with INVALID_TEXT, at {@code memo}. */
    public CreditNoteTerms {
        memo = memo == null ? null : Inputs.text("memo", memo, MAX_MEMO);
    }
}
