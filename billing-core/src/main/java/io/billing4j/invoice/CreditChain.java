package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
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
        for (int steps = 0; at != null; steps++) {
            if (documents.contains(at.invoice())) {
                return true;
            }
            if (steps == LONGEST) {
                throw ErrorCode.STORED_DATA_UNREADABLE.because("the corrections that lead to " + at + " have no end");
            }
            at = corrects.apply(at).orElse(null);
        }
        return false;
    }

    /**
     * The first final document that asks for usage with what one of some notes had credited of what was asked for before, as long as that
     * stands: by a line that asks for it anew, or by one that asks for such a line again. Drafts neither hold nor release anything: they
     * are computed again.
     *
     * @param lines that count as billed, in the order in which they were
     */
    public static Optional<InvoiceId> holder(Set<InvoiceId> notes, List<BilledLine> lines) {
        List<BilledEntry> entries = BilledEntry.of(lines.stream()
                .filter(line -> line.status() != InvoiceStatus.DRAFT)
                .toList());
        Standing standing = new Standing(entries);
        List<List<Span>> nets = standing.nets();
        for (int i = 0; i < entries.size(); i++) {
            BilledEntry entry = entries.get(i);
            if (!entry.givesBack() && !entry.first().waived() && !nets.get(i).isEmpty()) {
                BilledEntry bottom = standing.bottomOf(entry);
                if (bottom.corrects() == null && credits(bottom, notes)) {
                    return Optional.of(entry.invoice());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean credits(BilledEntry entry, Set<InvoiceId> notes) {
        return entry.lines().stream()
                .flatMap(billed -> billed.line().adjustments().credits().stream())
                .anyMatch(share -> notes.contains(share.note()));
    }
}
