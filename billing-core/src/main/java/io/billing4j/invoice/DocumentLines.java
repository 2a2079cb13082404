package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import java.util.List;

/**
 * The lines of a document that has no header yet.
 *
 * @param lines numbered from 1
 */
public record DocumentLines(InvoiceId document, List<InvoiceLine> lines) {
    /** Keeps a copy. */
    public DocumentLines {
        lines = List.copyOf(lines);
    }

    /** Those of a draft. */
    public static DocumentLines of(InvoiceDraft draft) {
        return new DocumentLines(draft.id(), draft.lines());
    }

    /** Those of drafts, in their order. */
    public static List<DocumentLines> of(List<InvoiceDraft> drafts) {
        return drafts.stream().map(DocumentLines::of).toList();
    }
}
