package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What later documents have built on a document's lines or on a note's credits, so that it cannot be void before they are. */
public final class CreditChain {
    private static final int LONGEST = 10_000;

    private CreditChain() {}

    /**
     * Whether a note's line credits what one of some documents asks for, or what was asked for again after it: whether the chain of lines
     * that it names leads to one. Such a document can only be void once the note is: the note would be left without what it takes off from.
     *
     * @param corrects what a line of any document names, void ones included; empty where it names none
     */
    public static boolean restsOn(
            InvoiceLine line, Set<InvoiceId> documents, Function<LineRef, Optional<LineRef>> corrects) {
        LineRef at = line.key().corrects();
        for (int steps = 0; at != null && steps < LONGEST; steps++) {
            if (documents.contains(at.invoice())) {
                return true;
            }
            at = corrects.apply(at).orElse(null);
        }
        return false;
    }

    /**
     * The first final document that asks for usage with what one of some notes had credited of what was asked for before, as long as that
     * stands.
     *
     * @param lines that count as billed, in the order in which they were
     */
    public static Optional<InvoiceId> holder(Set<InvoiceId> notes, List<BilledLine> lines) {
        List<BilledEntry> entries = BilledEntry.of(lines);
        List<List<Span>> nets = new Standing(entries).nets();
        for (int i = 0; i < entries.size(); i++) {
            BilledEntry entry = entries.get(i);
            if (entry.corrects() == null
                    && entry.first().status() == InvoiceStatus.FINALIZED
                    && !nets.get(i).isEmpty()
                    && entry.lines().stream()
                            .flatMap(billed -> billed.line().adjustments().credits().stream())
                            .anyMatch(share -> notes.contains(share.note()))) {
                return Optional.of(entry.invoice());
            }
        }
        return Optional.empty();
    }
}
