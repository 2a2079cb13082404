package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.SlotOutcome;
import io.billing4j.invoice.VoidIntent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What becomes of a document's places, and of other documents, by what is asked of it alone. */
record PlaceChanges(Snapshot before, Snapshot after) {
    /** Checks what an accepted command has changed. */
    void check(HistoryCommand command) {
        if (command instanceof HistoryCommand.VoidIt it) {
            checkVoid(before.invoices().get(it.document()).id(), it.intent());
        } else if (command instanceof HistoryCommand.Refresh refresh) {
            InvoiceId document = before.invoices().get(refresh.document()).id();
            require(
                    slots(before).equals(slots(after)),
                    "a document that is computed again keeps its places",
                    document + ": " + slots(before) + " but then " + slots(after));
            checkOthers(document);
        } else if (command instanceof HistoryCommand.Finalise finalise) {
            InvoiceId document = before.invoices().get(finalise.document()).id();
            checkFinal(document);
            checkOthers(document);
        }
    }

    private void checkVoid(InvoiceId document, VoidIntent intent) {
        List<InvoiceSlot> expected = slots(before).stream()
                .map(slot -> document.equals(slot.invoice()) ? slot.voided(intent) : slot)
                .toList();
        require(
                expected.equals(slots(after)),
                "a document is void at all its places, and at no other",
                document + ": expected " + expected + " but found " + slots(after));
    }

    private void checkFinal(InvoiceId document) {
        Set<SubscriptionId> billed = after.invoices().stream()
                .filter(invoice -> invoice.id().equals(document))
                .flatMap(invoice -> OneOffPlaces.charged(invoice).stream())
                .map(line -> line.key().subscription())
                .collect(Collectors.toSet());
        billed.addAll(takenAt(document));
        List<InvoiceSlot> expected = slots(before).stream()
                .map(slot -> document.equals(slot.invoice()) && !billed.contains(slot.subscription())
                        ? new InvoiceSlot(slot.subscription(), slot.place(), SlotOutcome.SKIPPED, null, false, false)
                        : slot)
                .toList();
        require(
                expected.equals(slots(after)),
                "a document that becomes final keeps the places that it has lines for",
                document + ": expected " + expected + " but found " + slots(after));
    }

    /** The subscriptions at whose places a document took one-off charges. */
    private Set<SubscriptionId> takenAt(InvoiceId document) {
        List<InvoiceSlot> own = slots(before).stream()
                .filter(slot -> document.equals(slot.invoice()))
                .toList();
        Set<SubscriptionId> taken = new HashSet<>();
        for (OneOffCharge charge : after.oneOffs()) {
            InvoiceSlot slot = document.equals(charge.invoice()) ? OneOffPlaces.takenAt(charge, own, after) : null;
            taken.addAll(slot == null ? Set.of() : Set.of(slot.subscription()));
        }
        return taken;
    }

    private void checkOthers(InvoiceId document) {
        require(
                others(before, document).equals(others(after, document)),
                "what is asked of a document changes no other",
                document);
    }

    private static List<Invoice> others(Snapshot books, InvoiceId document) {
        return books.invoices().stream()
                .filter(invoice -> !invoice.id().equals(document))
                .toList();
    }

    private static List<InvoiceSlot> slots(Snapshot books) {
        List<InvoiceSlot> slots = new ArrayList<>();
        books.subscriptions()
                .forEach(
                        state -> slots.addAll(books.slotsOf(state.subscription().id())));
        return slots;
    }
}
