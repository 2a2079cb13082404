package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.engine.Finalization.Issued;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.CustomerStore.Contended;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of a run that finalises drafts set by set: those that are what they were when somebody looked at them. One
 * in which something may have come out otherwise since, and one without lines, is left to be seen to by itself.
 */
final class DraftChunk {
    private final TenantScope scope;
    private final BillingRun run;
    private final FactsLoader loader;

    DraftChunk(TenantScope scope, BillingRun run) {
        this.scope = scope;
        this.run = run;
        loader = scope.context().factsLoader();
    }

    /**
     * Finalises what can be of these.
     *
     * @param contended whether to wait for customers that others hold, or to pass them by
     */
    Outcome finish(List<InvoiceId> ids, Contended contended) {
        return scope.inTransaction(work -> {
            // They may have changed until their customers are locked: who these are is read before, and all of it again
            // after.
            Map<CustomerId, Instant> oldest = oldestPeriods(due(work, ids));
            Map<CustomerId, CustomerState> locked =
                    work.unit().customers().lock(oldest.keySet(), CustomerLock.EXCLUSIVE, contended);
            List<InvoiceId> held = new ArrayList<>();
            List<InvoiceId> single = new ArrayList<>();
            Map<InvoiceId, Kept> kept = new LinkedHashMap<>();
            Map<CustomerId, Instant> last = new TreeMap<>();
            List<Invoice> due = due(work, ids);
            Map<InvoiceId, List<InvoiceSlot>> untouched = untouched(work, locked.keySet(), oldest, due);
            TenantSettings settings = work.unit().settings().get();
            for (Invoice draft : due) {
                CustomerState owner = locked.get(draft.customer());
                List<InvoiceSlot> slots = untouched.get(draft.id());
                if (owner == null) {
                    held.add(draft.id());
                } else if (slots == null || draft.lines().isEmpty() || Refresh.leftUntaxed(settings, draft)) {
                    single.add(draft.id());
                } else {
                    Instant recordedAt = last.merge(
                            draft.customer(),
                            owner.nextRecordedAt(work.now()),
                            (earlier, now) -> earlier.plus(1, ChronoUnit.MICROS));
                    kept.put(draft.id(), new Kept(draft, Documents.withLines(work, draft, slots), recordedAt));
                }
            }
            return kept.isEmpty()
                    ? new Outcome(List.of(), null, single, held)
                    : new Outcome(issue(work, kept, last), advance(work, kept.size()), single, held);
        });
    }

    /** Those that are drafts still, and whose grace is over. */
    private List<Invoice> due(Work work, List<InvoiceId> ids) {
        return work.unit().invoices().findAll(ids).stream()
                .filter(draft -> Finalization.isDue(draft, run.cutOff()))
                .toList();
    }

    /** When the first period of each customer's drafts began: with a long grace that may be several ago. */
    private static Map<CustomerId, Instant> oldestPeriods(List<Invoice> drafts) {
        return drafts.stream()
                .collect(Collectors.toMap(
                        Invoice::customer,
                        draft -> draft.period().startInclusive(),
                        (one, other) -> one.isBefore(other) ? one : other));
    }

    /** The places of documents of which no place is one of a subscription that something has touched since; one-off charges have none. */
    private Map<InvoiceId, List<InvoiceSlot>> untouched(
            Work work, Set<CustomerId> customers, Map<CustomerId, Instant> oldest, List<Invoice> drafts) {
        Map<InvoiceId, List<InvoiceSlot>> slots = new HashMap<>();
        Set<InvoiceId> touched = new HashSet<>();
        for (Billable billable :
                loader.many(work.unit(), work.unit().subscriptions().ofCustomers(customers), oldest)) {
            boolean changed = billable.touchedFrom() != null;
            for (InvoiceSlot slot : billable.slots()) {
                InvoiceId document = slot.invoice();
                if (document != null && changed) {
                    touched.add(document);
                } else if (document != null) {
                    slots.computeIfAbsent(document, id -> new ArrayList<>()).add(slot);
                }
            }
        }
        drafts.stream()
                .filter(draft -> draft.lines().stream()
                        .allMatch(line -> line.key().oneOff().isPresent()))
                .forEach(draft -> slots.putIfAbsent(draft.id(), List.of()));
        slots.keySet().removeAll(touched);
        return slots;
    }

    private List<Issued> issue(Work work, Map<InvoiceId, Kept> kept, Map<CustomerId, Instant> lastRecordedAt) {
        List<Invoice> drafts = kept.values().stream().map(Kept::draft).toList();
        List<Invoice> issued = new DocumentNumbers(work.unit())
                .numbered(drafts, run.businessDate(), draft -> of(kept, draft).recordedAt());
        work.unit().invoices().finalizeDrafts(issued);
        work.unit().customers().recorded(lastRecordedAt);
        List<JournalEntry> entries = issued.stream()
                .map(invoice -> entry(of(kept, invoice), invoice))
                .toList();
        work.audit(entries);
        work.publish(entries);
        return issued.stream()
                .map(invoice -> new Issued(invoice, of(kept, invoice).slots()))
                .toList();
    }

    private RunProgress advance(Work work, int documents) {
        return work.unit().runs().advance(run.id(), 0, documents, 0, 0);
    }

    private static Kept of(Map<InvoiceId, Kept> kept, Invoice invoice) {
        return Objects.requireNonNull(kept.get(invoice.id()), "the document is one of the drafts");
    }

    private static JournalEntry entry(Kept before, Invoice issued) {
        return Documents.entry(EventType.INVOICE_FINALIZED, before.draft(), issued, before.recordedAt());
    }

    /** A draft that is finalised as it is, and when that is recorded. */
    private record Kept(Invoice draft, List<InvoiceSlot> slots, Instant recordedAt) {}

    /**
     * What became of the drafts; one that is in none of the lists was seen to by somebody else.
     *
     * @param issued those that were finalised
     * @param progress of the run, with them; null where there were none
     * @param single those to be seen to one by one
     * @param held those whose customer somebody holds
     */
    record Outcome(List<Issued> issued, @Nullable RunProgress progress, List<InvoiceId> single, List<InvoiceId> held) {}
}
