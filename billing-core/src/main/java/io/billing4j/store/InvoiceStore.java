package io.billing4j.store;

import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Documents. Lines are written before headers, so that the number series, which headers need, is locked as late and as
 * shortly as possible.
 */
public interface InvoiceStore {
    /** Adds the lines of documents that have no header yet. */
    void insertLines(List<DocumentLines> documents);

    /**
     * Adds the headers of documents whose lines are there.
     *
     * @throws io.billing4j.error.BillingException ALREADY_EXISTS if a number is taken, IDEMPOTENCY_CONFLICT if an
     *     idempotency key is, IMMUTABLE for the draft of a credit note: one is final from the first
     */
    void insertHeaders(List<Invoice> invoices);

    /** Puts other lines and totals in a draft. IMMUTABLE if it is none any more. */
    void replaceDraft(Invoice draft);

    /** Takes a draft away with its lines. IMMUTABLE if it is none any more. */
    void deleteDraft(InvoiceId id);

    /**
     * Stores that drafts were finalised: their state and their settlement; nothing else of them differs. A store checks at
     * least that totals and number of lines are those it has, so that no hash is kept of what is not there.
     *
     * @param invoices as they are now, each once
     * @throws io.billing4j.error.BillingException INVOICE_NOT_FOUND at the field of the id if there is none of an id;
     *     IMMUTABLE if one is not finalised, was no draft any more, or is not what was stored. Either is of the first such
     *     document, and names it. ALREADY_EXISTS if a number is taken
     */
    void finalizeDrafts(List<Invoice> invoices);

    /**
     * Stores that a finalised document was voided: its state and its settlement; nothing else of it differs.
     *
     * @param invoice as it is now
     * @throws io.billing4j.error.BillingException IMMUTABLE if it is not voided, was not finalised as it says, or has a credit
     *     note that is not void
     */
    void markVoided(Invoice invoice);

    /**
     * Stores that a final document is settled otherwise; nothing else of it differs.
     *
     * @param invoice as it is now
     * @throws io.billing4j.error.BillingException INVOICE_NOT_FOUND at the field of the id; IMMUTABLE if it is not as final as it
     *     says, or is not what was stored
     */
    void settle(Invoice invoice);

    /**
     * The credit notes of a customer that are not void, with their lines, in the order of their ids.
     *
     * @param credited the invoice whose notes they are; those of all where it is null
     */
    List<Invoice> creditNotes(CustomerId customer, @Nullable InvoiceId credited);

    /**
     * The lines of each subscription that count as billed and whose service starts at an instant or later, in the order of
     * their documents and numbers: those of documents that are not void, or void and waived. A subscription without any is
     * left out.
     *
     * @param serviceFrom the least start of a service wanted, per subscription
     */
    Map<SubscriptionId, List<BilledLine>> billedLines(Map<SubscriptionId, Instant> serviceFrom);

    /** Drafts that are to be finalised at an instant or before, in the order of their ids, after the given one. */
    List<InvoiceId> draftsDue(Instant cutOff, @Nullable InvoiceId after, int limit);

    /** How many there are of them, and which. */
    DueCount draftsDue(Instant cutOff);

    /** How many lines documents have, of those that there are and that have some. */
    Map<InvoiceId, Integer> countLines(Collection<InvoiceId> ids);

    /** The earliest instant after this one at which a draft is to be finalised, if there is one. */
    Optional<Instant> nextFinalizationAfter(Instant after);

    /** The document with its lines, if there is one. */
    Optional<Invoice> find(InvoiceId id);

    /** Those of the documents that there are, with their lines, in the order of their ids. */
    List<Invoice> findAll(Collection<InvoiceId> ids);

    /** The document that a request with this key made, if there is one. */
    Optional<Invoice> findByIdempotencyKey(String key);

    /** The customer's document of this type with the last id, if there is one, whatever its status. */
    Optional<Invoice> last(CustomerId customer, DocumentType type);

    /** Documents with their lines in the order of their ids; of one customer, or of all where it is null. */
    List<Invoice> list(@Nullable CustomerId customer, Page page);
}
