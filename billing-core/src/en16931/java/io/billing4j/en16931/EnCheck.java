package io.billing4j.en16931;

import io.billing4j.invoice.Invoice;
import java.util.ArrayList;
import java.util.List;

/** Puts the rules to documents, and counts those that it is given. */
public final class EnCheck {
    private int documents;
    private int mapped;
    private int creditNotes;
    private int inexact;

    /**
     * The rules that a document breaks, by their names alone; none where the standard cannot express it.
     *
     * @param books all documents that were made so far, which the bounds depend on
     */
    public List<String> broken(Invoice document, List<Invoice> books) {
        documents++;
        if (!EnMapping.obstacles(document).isEmpty()) {
            return List.of();
        }
        mapped++;
        EnDocument standard = EnMapping.of(document);
        creditNotes += standard.type() == EnDocument.CREDIT_NOTE ? 1 : 0;
        List<String> broken = new ArrayList<>();
        EnRules.broken(standard).forEach(rule -> broken.add(rule.split(" of line ", 2)[0]));
        EnBounds bounds = new EnBounds(books);
        for (EnVat row : standard.breakdown()) {
            long off = Math.abs(EnRules.offRate(row));
            inexact += off > 0 ? 1 : 0;
            if (off > bounds.most(document, row)) {
                broken.add("BR-CO-17");
            }
        }
        return broken;
    }

    /** How many documents the standard can express. */
    public int mapped() {
        return mapped;
    }

    /** How many of those give back more than they ask for. */
    public int creditNotes() {
        return creditNotes;
    }

    @Override
    public String toString() {
        return mapped + " of " + documents + " documents in the terms of EN 16931, " + creditNotes
                + " of them credit notes, " + inexact + " rows whose tax is not the base times the rate";
    }
}
