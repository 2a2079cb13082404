package io.billing4j.engine;

import io.billing4j.error.Inputs;
import io.billing4j.id.ContentHash;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an invoice to be credited.
 *
 * @param amount how much of it
 * @param use where the money goes; where it is null, what is still to be paid is lowered first, and the rest goes to the balance
 * @param memo for the customer, at most {@value CreditNoteTerms#MAX_MEMO} characters; null for none
 * @param idempotencyKey 1 to 50 characters, or null: asking again with the same key gives the same note
 */
public record CreditNoteRequest(
        InvoiceId invoice,
        CreditAmount amount,
        CreditReason reason,
        @Nullable CreditUse use,
        @Nullable String memo,
        @Nullable String idempotencyKey) {
    /** Refuses an empty memo with MISSING_FIELD and one that is too long with INVALID_TEXT, at {@code memo}. */
    public CreditNoteRequest {
        Inputs.required("invoice", invoice);
        Inputs.required("amount", amount);
        Inputs.required("reason", reason);
        memo = memo == null ? null : Inputs.text("memo", memo, CreditNoteTerms.MAX_MEMO);
    }

    /** All that is left of an invoice, without more. */
    public static CreditNoteRequest whole(InvoiceId invoice, CreditReason reason) {
        return of(invoice, CreditAmount.whole(), reason);
    }

    /** An amount of an invoice, without more. */
    public static CreditNoteRequest of(InvoiceId invoice, CreditAmount amount, CreditReason reason) {
        return new CreditNoteRequest(invoice, amount, reason, null, null, null);
    }

    /** The same with the money going there. */
    public CreditNoteRequest withUse(CreditUse other) {
        return new CreditNoteRequest(invoice, amount, reason, Inputs.required("use", other), memo, idempotencyKey);
    }

    /** The same with words for the customer. */
    public CreditNoteRequest withMemo(String other) {
        return new CreditNoteRequest(invoice, amount, reason, use, Inputs.required("memo", other), idempotencyKey);
    }

    /** The same, repeatable. */
    public CreditNoteRequest withIdempotencyKey(String key) {
        return new CreditNoteRequest(invoice, amount, reason, use, memo, Inputs.required("idempotencyKey", key));
    }

    /** What makes the request repeatable; null without a key. */
    @Nullable
    IdempotencyKey idempotency() {
        return idempotencyKey == null ? null : new IdempotencyKey(idempotencyKey, hash());
    }

    private ContentHash hash() {
        ContentHash.Builder hash = ContentHash.builder("creditNote", 1)
                .field(invoice)
                .field(reason)
                .field(memo);
        hash.field(use == null ? null : use.credit())
                .field(use == null ? null : use.refund())
                .field(use == null ? null : use.offset());
        if (amount instanceof CreditAmount.Whole) {
            hash.field("whole");
        } else if (amount instanceof CreditAmount.Part part) {
            hash.field("part").field(part.amount());
        } else if (amount instanceof CreditAmount.Lines lines) {
            hash.field("lines").field(lines.amounts().size());
            lines.amounts().forEach((line, of) -> hash.field(line).field(of));
        }
        return hash.build();
    }
}
