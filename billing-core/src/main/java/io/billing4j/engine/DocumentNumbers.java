package io.billing4j.engine;

import io.billing4j.customer.Customer;
import io.billing4j.id.EntityId;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.store.NumberSeries;
import io.billing4j.store.UnitOfWork;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives documents numbers of their series. Each type of document has its own. */
final class DocumentNumbers {
    private final UnitOfWork unit;
    private final TenantSettings settings;

    DocumentNumbers(UnitOfWork unit) {
        this.unit = unit;
        this.settings = unit.settings().get();
    }

    /**
     * The documents with numbers, each series a block without a gap. The series are locked in one order, whoever needs several.
     *
     * @param finalizedAt of each document
     */
    List<Invoice> numbered(List<Invoice> drafts, LocalDate businessDate, Function<Invoice, Instant> finalizedAt) {
        Map<Series, List<Invoice>> bySeries =
                drafts.stream().collect(Collectors.groupingBy(this::seriesOf, TreeMap::new, Collectors.toList()));
        List<Invoice> numbered = new ArrayList<>();
        bySeries.forEach((series, documents) -> {
            NumberSeries locked = unit.numbers().lock(series.type(), series.entity());
            numbered.addAll(numbered(
                    templateOf(series.type()), locked, documents, locked.issueDate(businessDate), finalizedAt));
        });
        return numbered;
    }

    /** The series that a document is to have its number of, under its lock. */
    NumberSeries lock(Invoice draft) {
        Series series = seriesOf(draft);
        return unit.numbers().lock(series.type(), series.entity());
    }

    /** All entities share the main one's unless there are several, or their numbers show theirs. */
    private Series seriesOf(Invoice draft) {
        boolean own = settings.severalEntities() || templateOf(draft.type()).showsEntity();
        return new Series(draft.type(), own ? draft.entity() : Customer.MAIN_ENTITY);
    }

    private NumberingTemplate templateOf(DocumentType type) {
        return switch (type) {
            case INVOICE -> settings.invoiceTemplate();
            case CREDIT_NOTE -> settings.creditNoteTemplate();
        };
    }

    /** The documents of a series in their order; each counter gives one block. */
    private List<Invoice> numbered(
            NumberingTemplate template,
            NumberSeries series,
            List<Invoice> drafts,
            LocalDate issueDate,
            Function<Invoice, Instant> finalizedAt) {
        Map<String, Integer> counts = new TreeMap<>();
        drafts.forEach(draft -> counts.merge(template.scopeKey(numbering(draft, issueDate)), 1, Integer::sum));
        Map<String, Long> next = new HashMap<>();
        counts.forEach((scope, count) -> next.put(scope, unit.numbers().take(series, scope, issueDate, count)));
        List<Invoice> numbered = new ArrayList<>();
        for (Invoice draft : drafts) {
            NumberedDocument document = numbering(draft, issueDate);
            long following = next.merge(template.scopeKey(document), 1L, Long::sum);
            numbered.add(
                    draft.finalized(InvoiceNumber.of(template, document, following - 1), finalizedAt.apply(draft)));
        }
        return numbered;
    }

    private static NumberedDocument numbering(Invoice draft, LocalDate issueDate) {
        CreditNoteTerms note = draft.note();
        return new NumberedDocument(
                draft.customer(), draft.entity(), issueDate, note == null ? null : note.invoiceNumber());
    }

    private record Series(DocumentType type, EntityId entity) implements Comparable<Series> {
        private static final Comparator<Series> ORDER =
                Comparator.comparing(Series::type).thenComparing(Series::entity);

        @Override
        public int compareTo(Series other) {
            return ORDER.compare(this, other);
        }
    }
}
