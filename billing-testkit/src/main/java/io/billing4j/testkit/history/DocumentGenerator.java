package io.billing4j.testkit.history;

import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Makes up what is asked of documents that there are. */
final class DocumentGenerator {
    private final Choice choice;

    DocumentGenerator(Choice choice) {
        this.choice = choice;
    }

    /** Null where it is time for another document. */
    @Nullable
    HistoryCommand command(List<Invoice> invoices) {
        Integer draft = among(invoices, InvoiceStatus.DRAFT, DocumentType.INVOICE);
        Integer issued = among(invoices, InvoiceStatus.FINALIZED, DocumentType.INVOICE);
        Integer note = among(invoices, InvoiceStatus.FINALIZED, DocumentType.CREDIT_NOTE);
        if (note != null && choice.chance(50)) {
            // What was credited is credited again, and what rests on that is to be void.
            Integer credited = credited(invoices, invoices.get(note));
            int dice = choice.below(100);
            if (dice < 35 || credited == null) {
                return new HistoryCommand.Note(new NoteCommand.VoidNote(note));
            }
            return dice < 80 ? new HistoryCommand.Note(credit(credited, invoices.get(credited))) : voided(credited);
        }
        if (draft != null && choice.chance(40)) {
            return choice.chance(40) ? new HistoryCommand.Refresh(draft) : new HistoryCommand.Finalise(draft);
        } else if (issued != null && choice.chance(80)) {
            return choice.chance(65) ? new HistoryCommand.Note(credit(issued, invoices.get(issued))) : voided(issued);
        }
        return null;
    }

    private HistoryCommand voided(int document) {
        return new HistoryCommand.VoidIt(document, choice.chance(75) ? VoidIntent.REISSUE : VoidIntent.WAIVE);
    }

    /** All that is left, or a part of the invoice or of a line, now and then more than there is. */
    private NoteCommand credit(int document, Invoice invoice) {
        NoteCommand.Way way = choice.of(List.of(NoteCommand.Way.values()));
        if (choice.chance(30)) {
            return new NoteCommand.Credit(document, null, 0, way);
        }
        List<InvoiceLine> usage =
                invoice.lines().stream().filter(LineAmounts::counted).toList();
        InvoiceLine line = choice.of(usage.isEmpty() || choice.chance(40) ? invoice.lines() : usage);
        boolean ofLine = choice.chance(usage.isEmpty() ? 40 : 70);
        Money of = ofLine
                ? line.net()
                : invoice.totals().total().plus(invoice.totals().credit());
        int most = Math.max(1, of.getAmountMinorInt());
        int minor = choice.chance(30) ? most : choice.chance(20) ? 1 : 1 + choice.below(most);
        return new NoteCommand.Credit(document, ofLine ? line.number() : null, minor, way);
    }

    private static @Nullable Integer credited(List<Invoice> invoices, Invoice note) {
        for (int i = 0; i < invoices.size(); i++) {
            if (note.credits(invoices.get(i).id())) {
                return i;
            }
        }
        return null;
    }

    private @Nullable Integer among(List<Invoice> invoices, InvoiceStatus status, DocumentType type) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < invoices.size(); i++) {
            if (invoices.get(i).status() == status && invoices.get(i).type() == type) {
                places.add(i);
            }
        }
        return places.isEmpty() ? null : choice.of(places);
    }
}
