package io.billing4j.engine;

import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.SlotPlace;
import java.util.Optional;
import java.util.function.Function;

/** What came of asking for a document. */
public sealed interface InvoiceOutcome {
    /** One of two values, for a document and for nothing due. */
    <T> T fold(Function<Invoice, T> onInvoice, Function<SlotPlace, T> onNothingDue);

    /** The document, if there is one. */
    default Optional<Invoice> invoice() {
        return fold(Optional::of, place -> Optional.empty());
    }

    /** There is a document. */
    record Made(Invoice document) implements InvoiceOutcome {
        @Override
        public <T> T fold(Function<Invoice, T> onInvoice, Function<SlotPlace, T> onNothingDue) {
            return onInvoice.apply(document);
        }
    }

    /** Nothing is due for the period: no document and no number. */
    record NothingDue(SlotPlace place) implements InvoiceOutcome {
        @Override
        public <T> T fold(Function<Invoice, T> onInvoice, Function<SlotPlace, T> onNothingDue) {
            return onNothingDue.apply(place);
        }
    }
}
