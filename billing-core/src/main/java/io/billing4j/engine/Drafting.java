package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.discount.CouponBook;
import io.billing4j.id.IdSource;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.BillingFacts;
import io.billing4j.invoice.EarlierBilling;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import io.billing4j.invoice.WindowFinding;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.TouchedWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the documents of one customer, one microsecond of record apart.
 *
 * @param now the business time of the command
 * @param outcome what the documents will be: drafts, or final at once
 * @param gapsAllowed whether a place that cannot be filled leaves a gap, and later ones are filled all the same; otherwise it
 *     is thrown
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

    /** All drafts of a locked customer's subscriptions, with what moves along. */
    Batch batch(CustomerState customer, List<Due> due) {
        Batch batch = new Batch();
        Books books = new Books(customer, now, facts.coupons(customer.customer().id()));
        List<OfSubscription> subscriptions =
                due.stream().map(one -> new OfSubscription(books, one, batch)).toList();
        if (books.coupons.grants().isEmpty()) {
            subscriptions.forEach(OfSubscription::fillAll);
        } else {
            fillAsDue(subscriptions);
        }
        subscriptions.forEach(OfSubscription::finish);
        batch.before(customer);
        return batch;
    }

    /** Whose place is due first has a coupon that is for one subscription only, whenever the documents are made. */
    private static void fillAsDue(List<OfSubscription> subscriptions) {
        Comparator<OfSubscription> order =
                Comparator.comparing(OfSubscription::nextDueAt).thenComparing(one -> one.subscription.id());
        for (Optional<OfSubscription> next = first(subscriptions, order);
                next.isPresent();
                next = first(subscriptions, order)) {
            next.get().fillNext();
        }
    }

    private static Optional<OfSubscription> first(
            List<OfSubscription> subscriptions, Comparator<OfSubscription> order) {
        return subscriptions.stream().filter(OfSubscription::hasNext).min(order);
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

    /** The customer's own clock, balance and coupons, which go on from document to document. */
    private static final class Books {
        private final CustomerState customer;
        private Instant recordedAt;
        private Money balance;
        private CouponBook coupons;

        Books(CustomerState customer, Instant now, CouponBook coupons) {
            this.customer = customer;
            this.recordedAt = customer.nextRecordedAt(now);
            this.balance = customer.balance();
            this.coupons = coupons;
        }

        void drafted(InvoiceDraft draft) {
            recordedAt = recordedAt.plus(1, ChronoUnit.MICROS);
            balance = balance.minus(draft.totals().credit());
            coupons = coupons.with(draft.redemptions());
        }
    }

    /** The places of one subscription, one after the other: what the first ones bill counts for the next. */
    private final class OfSubscription {
        private final Books books;
        private final Due due;
        private final Batch batch;
        private final Subscription subscription;
        private final List<InvoiceSlot> slots;
        private final List<BilledLine> lines;
        private final List<InvoiceDraft> drafts = new ArrayList<>();
        private @Nullable Instant touched;
        private @Nullable Instant left;
        private boolean corrected;
        private boolean openChange;
        private int filled;
        private final Map<Integer, Integer> unused = new HashMap<>();

        OfSubscription(Books books, Due due, Batch batch) {
            this.books = books;
            this.due = due;
            this.batch = batch;
            this.subscription = due.subscription();
            this.slots = new ArrayList<>(due.billable().slots());
            this.lines = new ArrayList<>(facts.billed(subscription.id()));
            this.touched = due.billable().touchedFrom();
        }

        boolean hasNext() {
            return filled < due.places().size();
        }

        Instant nextDueAt() {
            return due.places().get(filled).dueAt();
        }

        void fillAll() {
            while (hasNext()) {
                fillNext();
            }
        }

        void fillNext() {
            SlotPlace place = due.places().get(filled);
            filled++;
            boolean fresh = place.revision() == 0;
            // A place that stays open gives its sequence to the next of its term.
            int gaps = unused.getOrDefault(place.term(), 0);
            if (!fill(fresh ? place.withSequence(place.sequence() - gaps) : place) && fresh) {
                unused.put(place.term(), gaps + 1);
            }
        }

        void finish() {
            Billable billable = due.billable();
            BillingCursor cursor = corrected ? billable.cursor().settled() : billable.cursor();
            if (left != null) {
                cursor = cursor.touched(left);
            }
            if (due.complete()
                    && !openChange
                    && !billable.subscription().settledAtOnce().isEmpty()) {
                cursor = cursor.settledUntil(books.recordedAt);
            }
            batch.add(subscription.id(), drafts, moved(billable, cursor, slots, now, !corrected));
        }

        private boolean fill(SlotPlace place) {
            observer.invoiceStarted(new InvoiceObservation(tenant, subscription.id(), place, null, Duration.ZERO));
            boolean untouched = PERIODS.untouched(place, slots);
            try {
                filled(place, assemble(place, earlier(place, untouched)), touched != null);
                return true;
            } catch (RuntimeException e) {
                // A function of the host may throw anything.
                if (!gapsAllowed) {
                    throw e;
                }
                if (touched != null && untouched && withoutCorrections(place, e)) {
                    return true;
                }
                gap(FindingReason.PERIOD_NOT_BILLABLE, place, e);
                openChange |= !place.reason().ofPeriod();
                return false;
            }
        }

        /** What cannot be computed again must not hold up what can be billed for the first time. */
        private boolean withoutCorrections(SlotPlace place, RuntimeException cause) {
            try {
                filled(place, assemble(place, null), false);
                gap(FindingReason.CORRECTION_NOT_COMPUTABLE, place, cause);
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }

        private @Nullable EarlierBilling earlier(SlotPlace place, boolean untouched) {
            if (touched == null && untouched) {
                return null;
            }
            Instant own = PERIODS.firstTouchedBy(subscription, place);
            Instant from = touched != null && (untouched || touched.isBefore(own)) ? touched : own;
            return new EarlierBilling(from, slots, lines, books.recordedAt);
        }

        private InvoiceDraft assemble(SlotPlace place, @Nullable EarlierBilling earlier) {
            return ASSEMBLER.assemble(new BillingFacts(
                    InvoiceId.of(ids.next()),
                    books.recordedAt,
                    facts.rounding(),
                    books.customer.customer(),
                    books.balance,
                    subscription,
                    place,
                    earlier,
                    facts.catalogue(),
                    facts.usage(),
                    facts.usageKeptFrom(),
                    facts.prices(),
                    facts.discounts(books.coupons),
                    facts.taxes(books.customer.customer().id())));
        }

        private void filled(SlotPlace place, InvoiceDraft draft, boolean correcting) {
            if (correcting) {
                corrected = true;
                touched = null;
                batch.settles(
                        draft.id(),
                        due.billable().marks().stream().map(TouchedWindow::id).toList());
            }
            Instant leftByThis = leftFrom(draft);
            if (leftByThis != null && (left == null || leftByThis.isBefore(left))) {
                left = leftByThis;
            }
            batch.filled(draft);
            if (draft.nothingDue() && place.reason() == SlotReason.CORRECTION && place.revision() == 0) {
                // Nothing has come out otherwise after all: no place is needed.
                batch.unneeded(draft);
                return;
            }
            books.drafted(draft);
            drafts.add(draft);
            slots.addAll(draft.slots());
            draft.lines().forEach(line -> lines.add(new BilledLine(draft.id(), outcome, draft.recordedAt(), line)));
        }

        private void gap(FindingReason reason, SlotPlace place, RuntimeException cause) {
            batch.gap(new Batch.Gap(reason, books.customer.customer().id(), subscription.id(), place, cause));
        }
    }

    /** From when on a draft has left differences to other drafts; null where it has not. */
    static @Nullable Instant leftFrom(InvoiceDraft draft) {
        return draft.places().stream()
                .flatMap(place -> place.left().stream())
                .filter(left -> left.kind() == WindowFinding.Kind.LEFT_TO_DRAFT)
                .map(left -> left.period().startInclusive())
                .min(Instant::compareTo)
                .orElse(null);
    }
}
