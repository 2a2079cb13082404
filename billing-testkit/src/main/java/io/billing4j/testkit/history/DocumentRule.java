package io.billing4j.testkit.history;

import io.billing4j.invoice.Invoice;
import java.util.List;

/** What documents have to keep beyond what every history asks of them, such as the rules of a standard for electronic invoices. */
@FunctionalInterface
public interface DocumentRule {
    /**
     * What a document breaks. It is asked once for each document, and again where the document has changed.
     *
     * @param document a draft, or one that is final or void; also a credit note
     * @param books all documents of the document's tenant that were made so far, itself and void ones among them
     * @return each in the same words for every document that breaks it, since a history that fails is cut down to one that breaks the
     *     first of them; empty if nothing is
     */
    List<String> broken(Invoice document, List<Invoice> books);
}
