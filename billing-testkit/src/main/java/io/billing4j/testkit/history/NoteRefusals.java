package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a document cannot be void because of credit notes: while another one that stays credits what it asks for, and while what its
 * notes credited stands on usage that was counted again. It is refused then, and only then, and named is what has to be void first.
 */
final class NoteRefusals {
    private final Snapshot books;
    private final LineChains chains;

    /** @param books before the command */
    NoteRefusals(Snapshot books) {
        this.books = books;
        this.chains = new LineChains(books);
    }

    /**
     * Checks what was said to a command.
     *
     * @param refused why it was not carried out; null where it was
     * @param message for a person
     */
    void check(HistoryCommand command, @Nullable ErrorCode refused, String message) {
        boolean byNotes = refused == ErrorCode.CREDIT_NOTE_FOLLOWS || refused == ErrorCode.CREDIT_NOTE_IN_USE;
        Set<InvoiceId> gone = gone(command);
        if (gone.isEmpty() || (refused != null && !byNotes)) {
            require(!byNotes, "a refusal because of notes is about a document that is to be void", command);
            return;
        }
        List<String> later = NoteCheck.live(books)
                .filter(note -> !gone.contains(note.id()) && chains.restsOn(note, gone))
                .map(NoteRefusals::number)
                .toList();
        Set<InvoiceId> notes = new HashSet<>();
        NoteCheck.live(books).map(Invoice::id).filter(gone::contains).forEach(notes::add);
        List<String> holders = chains.holders(notes).stream()
                .filter(document -> !gone.contains(document))
                .map(InvoiceId::toString)
                .toList();
        ErrorCode expected = !later.isEmpty()
                ? ErrorCode.CREDIT_NOTE_FOLLOWS
                : holders.isEmpty() ? null : ErrorCode.CREDIT_NOTE_IN_USE;
        List<String> named = later.isEmpty() ? holders : later;
        require(
                refused == expected,
                "a document cannot be void where and only where notes rest on it",
                command + " with " + refused + " " + message + ", but expected " + expected + " for " + named);
        require(
                refused == null || named.stream().anyMatch(message::contains),
                "what has to be void first is named",
                message + ", but expected one of " + named);
    }

    /** What would be void by a command: the document, and its notes with it; nothing where it is no such command, or there is no such document. */
    private Set<InvoiceId> gone(HistoryCommand command) {
        Set<InvoiceId> gone = new HashSet<>();
        boolean ofInvoice = command instanceof HistoryCommand.VoidIt;
        int place = command instanceof HistoryCommand.VoidIt it
                ? it.document()
                : command instanceof HistoryCommand.Note note && note.command() instanceof NoteCommand.VoidNote it
                        ? it.document()
                        : Integer.MAX_VALUE;
        if (place < books.invoices().size()) {
            Invoice document = books.invoices().get(place);
            if (document.status() == InvoiceStatus.FINALIZED && ofInvoice == (document.note() == null)) {
                gone.add(document.id());
                NoteCheck.live(books)
                        .filter(note -> NoteCheck.termsOf(note).invoice().equals(document.id()))
                        .forEach(note -> gone.add(note.id()));
            }
        }
        return gone;
    }

    private static String number(Invoice note) {
        return note.number().map(InvoiceNumber::text).orElse("?");
    }
}
