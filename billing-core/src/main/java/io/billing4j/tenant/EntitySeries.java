package io.billing4j.tenant;

import io.billing4j.error.ErrorCode;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import org.jspecify.annotations.Nullable;

/** What numbers have to show where there are several entities, so that each has series of its own. */
final class EntitySeries {
    private EntitySeries() {}

    /** Refuses with ENTITY_NEEDS_SERIES at {@code invoiceTemplate} or {@code creditNotes.template}. */
    static void require(NumberingTemplate invoices, @Nullable NoteNumbering notes) {
        if (!invoices.showsEntity()) {
            throw ErrorCode.ENTITY_NEEDS_SERIES.at(
                    "invoiceTemplate",
                    "expected a form that shows {entity}, such as INV/{entity}/{yyyyMM}-{seq:5}, but found "
                            + invoices);
        }
        if (notes == null) {
            throw ErrorCode.ENTITY_NEEDS_SERIES.at(
                    "creditNotes.template",
                    "choose a form for numbers of credit notes that shows {entity}, such as CN/{entity}/{yyyyMM}-{seq:5},"
                            + " or {invoice} and counts by it");
        }
        NumberingTemplate template = notes.template();
        boolean byInvoice = template.showsCreditedInvoice() && template.counter() == SequenceCounter.INVOICE;
        if (!template.showsEntity() && !byInvoice) {
            throw ErrorCode.ENTITY_NEEDS_SERIES.at(
                    "creditNotes.template",
                    "expected a form that shows {entity}, such as CN/{entity}/{yyyyMM}-{seq:5}, or {invoice} and counts by"
                            + " it, but found " + template);
        }
    }
}
