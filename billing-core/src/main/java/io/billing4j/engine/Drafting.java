package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.id.IdSource;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.SlotPlace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles the documents of one customer, one microsecond of record apart.
 *
 * @param now the business time of the command
 */
record Drafting(TenantId tenant, LoadedFacts facts, IdSource ids, EngineObserver observer, Instant now) {
    /** All drafts of a locked customer's subscriptions, with what moves along. */
    Batch batch(CustomerState customer, List<Due> due) {
        InvoiceAssembler assembler = new InvoiceAssembler();
        Batch batch = new Batch();
        Instant recordedAt = customer.nextRecordedAt(now);
        for (Due one : due) {
            Billable billable = one.billable();
            List<InvoiceDraft> drafts = new ArrayList<>();
            for (SlotPlace place : one.places()) {
                observer.invoiceStarted(
                        new InvoiceObservation(tenant, billable.subscription().id(), place, null, Duration.ZERO));
                drafts.add(assembler.assemble(facts.of(
                        InvoiceId.of(ids.next()), recordedAt, customer.customer(), billable.subscription(), place)));
                recordedAt = recordedAt.plus(1, ChronoUnit.MICROS);
            }
            batch.add(billable, drafts);
        }
        return batch;
    }
}
