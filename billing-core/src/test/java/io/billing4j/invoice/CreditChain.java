package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether a credit note rests on a document: it credits what that asks for, or what was asked for again after it. Such a document can only
 * be void once the note is: the note would be left without what it takes off from.
 */
final class CreditChain {
    private static final int LONGEST = 10_000;

    private CreditChain() {}

    /**
     * Whether the chain of lines that a note's line names leads to one of some documents.
     *
     * @param corrects what a line of any document names, void ones included; empty where it names none
     */
    static boolean restsOn(InvoiceLine line, Set<InvoiceId> documents, Function<LineRef, Optional<LineRef>> corrects) {
        LineRef at = line.key().corrects();
        for (int steps = 0; at != null && steps < LONGEST; steps++) {
            if (documents.contains(at.invoice())) {
                return true;
            }
            at = corrects.apply(at).orElse(null);
        }
        return false;
    }
}
