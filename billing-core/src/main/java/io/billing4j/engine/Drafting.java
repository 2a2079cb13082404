package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.id.IdSource;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.FilledPlace;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.WindowFinding;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.tax.TaxAnswers;
import io.billing4j.tenant.Consolidation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.joda.money.Money;

/**
 * Assembles the documents of one customer, one microsecond of record apart.
 *
 * @param now the business time of the command
 * @param outcome what the documents will be: drafts, or final at once
 * @param gapsAllowed whether a place that cannot be filled leaves a gap, and later ones are filled all the same; otherwise it
 *     is thrown. So is it with documents that ask for too little: where gaps are allowed they wait, otherwise they are made
 */
record Drafting(
        TenantId tenant,
        LoadedFacts facts,
        IdSource ids,
        EngineObserver observer,
        Instant now,
        InvoiceStatus outcome,
        boolean gapsAllowed) {
    private static final PeriodManager PERIODS = new PeriodManager();
    private static final InvoiceAssembler ASSEMBLER = new InvoiceAssembler();

    /** Whose place is due first has a coupon that is for one subscription only, and what is billed once, whenever the documents are made. */
    private static final Comparator<SubscriptionDrafting> AS_DUE =
            Comparator.comparing(SubscriptionDrafting::nextDueAt).thenComparing(SubscriptionDrafting::id);

    /** The same with what is known of an outside service's answers, where one is asked. */
    Drafting with(TaxAnswers answers) {
        return new Drafting(tenant, facts.with(answers), ids, observer, now, outcome, gapsAllowed);
    }

    /** The same where each subscription has documents of its own. */
    Drafting apart() {
        return new Drafting(tenant, facts.apart(), ids, observer, now, outcome, gapsAllowed);
    }

    /** Whether subscriptions may share documents. */
    boolean sharesDocuments() {
        return facts.consolidation() != Consolidation.NONE;
    }

    /** All drafts of a locked customer's subscriptions, with what moves along. */
    Batch batch(CustomerState customer, List<Due> due) {
        Batch batch = new Batch();
        CustomerBooks books = new CustomerBooks(customer, facts, now);
        List<SubscriptionDrafting> subscriptions = due.stream()
                .map(one -> new SubscriptionDrafting(this, books, one, batch))
                .toList();
        if (books.haveOneOffs()) {
            subscriptions.forEach(one -> one.madeAgain().forEach(books::madeAgain));
        }
        if (facts.consolidation() != Consolidation.NONE) {
            fillTogether(subscriptions, books, batch);
        } else if (books.haveCoupons()
                || books.haveOneOffs()
                || facts.minimums().in(customer.customer().currency()) != null) {
            fill(subscriptions, AS_DUE, one -> fillNext(one, books, batch));
        } else {
            for (SubscriptionDrafting one : subscriptions) {
                while (one.hasNext()) {
                    fillNext(one, books, batch);
                }
            }
        }
        subscriptions.forEach(SubscriptionDrafting::finish);
        batch.before(customer);
        return batch;
    }

    /** Places that are due on one day share a document, as far as the tenant wants it. */
    private void fillTogether(List<SubscriptionDrafting> subscriptions, CustomerBooks books, Batch batch) {
        ZoneId zone = books.customer().customer().zone();
        OpenDocuments open = new OpenDocuments(fillings -> close(fillings, books, batch));
        // A second place of a subscription makes the document that its first one is on: it waits for the others of the
        // day.
        Comparator<SubscriptionDrafting> order = Comparator.comparing((SubscriptionDrafting one) -> dayOf(one, zone))
                .thenComparing(one -> open.holds(one.id()))
                .thenComparing(AS_DUE);
        fill(subscriptions, order, one -> {
            open.closeBut(dayOf(one, zone));
            open.closeOf(one.id());
            DocumentKey key = one.nextKey(facts.consolidation(), zone);
            if (key == null) {
                fillNext(one, books, batch);
                return;
            }
            Filling filling = one.fillNextOf();
            if (filling != null) {
                open.add(key, filling);
            }
        });
        open.closeAll();
    }

    private static LocalDate dayOf(SubscriptionDrafting subscription, ZoneId zone) {
        return subscription.nextDueAt().atZone(zone).toLocalDate();
    }

    private static void fill(
            List<SubscriptionDrafting> subscriptions,
            Comparator<SubscriptionDrafting> order,
            Consumer<SubscriptionDrafting> fillNext) {
        for (Optional<SubscriptionDrafting> next = first(subscriptions, order);
                next.isPresent();
                next = first(subscriptions, order)) {
            fillNext.accept(next.get());
        }
    }

    private static Optional<SubscriptionDrafting> first(
            List<SubscriptionDrafting> subscriptions, Comparator<SubscriptionDrafting> order) {
        return subscriptions.stream().filter(SubscriptionDrafting::hasNext).min(order);
    }

    private void fillNext(SubscriptionDrafting subscription, CustomerBooks books, Batch batch) {
        Filling filling = subscription.fillNext();
        if (filling != null) {
            close(List.of(filling), books, batch);
        }
    }

    /** The document of places of different subscriptions: what stands on it counts as billed for their next ones. */
    private void close(List<Filling> filled, CustomerBooks books, Batch batch) {
        InvoiceDraft first = filled.get(0).alone();
        // Where another document was made meanwhile, the balance and the customer's clock have gone on. Where it may
        // be shared, nobody was asked for its taxes.
        boolean made = filled.size() == 1
                && first.pending() == null
                && first.recordedAt().equals(books.recordedAt());
        Together together = made ? new Together(filled, first) : together(filled, books.document(first.id()), batch);
        List<Filling> fillings = together.fillings();
        InvoiceDraft draft = together.draft();
        batch.filled(draft);
        Money minimum = gapsAllowed ? facts.minimums().in(draft.totals().currency()) : null;
        // Before its taxes are known it is not known what it asks for.
        if (minimum != null
                && draft.pending() == null
                && draft.waits(minimum)
                && fillings.stream().allMatch(filling -> filling.of().mayWait(draft))) {
            putOff(fillings, draft, books, batch);
            return;
        }
        fillings.forEach(filling -> filling.of().drafted(filling, draft));
        if (fillings.get(0).unneeded()) {
            // It has no places beside it.
            batch.unneeded(draft);
            return;
        }
        books.drafted(draft);
        batch.add(draft);
    }

    private static Together together(List<Filling> fillings, DocumentFacts document, Batch batch) {
        List<OneOffCharge> offered =
                fillings.stream().flatMap(filling -> filling.oneOffs().stream()).toList();
        WithOneOffs<Together> together = WithOneOffs.of(document, offered, taken -> {
            List<Filling> own =
                    fillings.stream().map(filling -> filling.only(taken)).toList();
            return new Together(
                    own,
                    ASSEMBLER.document(
                            document, own.stream().map(Filling::lines).toList()));
        });
        batch.leave(together.oneOffs());
        return together.made();
    }

    /** Places and the document that they are on. */
    private record Together(List<Filling> fillings, InvoiceDraft draft) {}

    /** It would ask for too little: what is on it counts as due with the next document. */
    private static void putOff(List<Filling> fillings, InvoiceDraft draft, CustomerBooks books, Batch batch) {
        fillings.forEach(filling -> {
            filling.of().putOff(draft);
            books.putOff(filling);
        });
        books.drafted(draft.waiting());
        batch.putOff(draft);
    }

    /** The cursor after documents: at the next open place, and marked where a change is still to take effect. */
    static BillingCursor moved(
            Billable billable, BillingCursor cursor, List<InvoiceSlot> slots, Instant now, boolean wake) {
        BillingCursor advanced = PERIODS.advanced(billable.subscription(), cursor, slots);
        Instant later = billable.subscription().movedFrom(now);
        Instant billedUntil = advanced.billedUntil();
        BillingCursor marked = later != null && billedUntil != null && later.isBefore(billedUntil)
                ? advanced.touched(later)
                : advanced;
        boolean over = marked.nextDueAt() == null;
        return over && wake && marked.touchedFrom() != null ? marked.dueAt(now) : marked;
    }

    /** From when on a draft has left differences of a place's subscription to other drafts; empty where it has not. */
    static Optional<Instant> leftFrom(FilledPlace place) {
        return place.left().stream()
                .filter(left -> left.kind() == WindowFinding.Kind.LEFT_TO_DRAFT)
                .map(left -> left.period().startInclusive())
                .min(Instant::compareTo);
    }
}
