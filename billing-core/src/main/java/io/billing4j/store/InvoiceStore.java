package io.billing4j.store;

import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Documents. Lines are written before headers, so that the number series, which headers need, is locked as late and as
 * shortly as possible.
 */
public interface InvoiceStore {
    /** Adds the lines of documents that have no header yet. */
    void insertLines(List<InvoiceDraft> drafts);

    /**
     * Adds the headers of documents whose lines are there.
     *
     * @throws io.billing4j.error.BillingException ALREADY_EXISTS if a number is taken, IDEMPOTENCY_CONFLICT if an
     *     idempotency key is
     */
    void insertHeaders(List<Invoice> invoices);

    /** Puts other lines and totals in a draft. IMMUTABLE if it is none any more. */
    void replaceDraft(Invoice draft);

    /**
     * Stores the state and the settlement of a document that was finalised or voided; nothing else of it may differ.
     *
     * @throws io.billing4j.error.BillingException IMMUTABLE for a transition other than draft to finalised to voided;
     *     ALREADY_EXISTS if the number is taken
     */
    void updateState(Invoice invoice);

    /** The document with its lines, if there is one. */
    Optional<Invoice> find(InvoiceId id);

    /** The document that a request with this key made, if there is one. */
    Optional<Invoice> findByIdempotencyKey(String key);

    /** Documents with their lines in the order of their ids; of one customer, or of all where it is null. */
    List<Invoice> list(@Nullable CustomerId customer, Page page);
}
