package io.billing4j.engine;

import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.DiscountedLines;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.EarlierBilling;
import io.billing4j.invoice.FilledPlace;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.PlaceLines;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.Subscription;
import io.billing4j.tenant.Consolidation;
import io.billing4j.usage.TouchedWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The places of one subscription, one after the other: what the first ones bill counts for the next. */
final class SubscriptionDrafting {
    /** The most places whose documents wait: each next one computes all of them again. */
    private static final int MAX_WAITING = 12;

    private static final InvoiceAssembler ASSEMBLER = new InvoiceAssembler();

    private final Drafting drafting;
    private final CustomerBooks books;
    private final Due due;
    private final Batch batch;
    private final Subscription subscription;
    private final BilledSoFar billed;
    private boolean openChange;
    private boolean unasked;
    private int filled;
    private final Map<Integer, Integer> unused = new HashMap<>();

    SubscriptionDrafting(Drafting drafting, CustomerBooks books, Due due, Batch batch) {
        this.drafting = drafting;
        this.books = books;
        this.due = due;
        this.batch = batch;
        this.subscription = due.subscription();
        this.billed =
                new BilledSoFar(due.billable(), subscription, drafting.facts().billed(subscription.id()));
    }

    SubscriptionId id() {
        return subscription.id();
    }

    boolean hasNext() {
        return filled < due.places().size();
    }

    Instant nextDueAt() {
        return due.places().get(filled).dueAt();
    }

    /** The document that the next place is for; null where that is its own. */
    @Nullable
    DocumentKey nextKey(Consolidation consolidation, ZoneId zone) {
        return DocumentKey.of(consolidation, zone, subscription, due.places().get(filled), billed.slots());
    }

    /** Fills the next place; null where it stays open. The document of the one before is made by then. */
    @Nullable
    Filling fillNext() {
        return fillNext(false);
    }

    /** The same of a document that it may share: what taxes are due is asked once that is made. */
    @Nullable
    Filling fillNextOf() {
        return fillNext(true);
    }

    private @Nullable Filling fillNext(boolean shared) {
        unasked = shared;
        SlotPlace place = due.places().get(filled);
        filled++;
        boolean fresh = place.revision() == 0;
        // A place that stays open gives its sequence to the next of its term.
        int gaps = unused.getOrDefault(place.term(), 0);
        Filling filling = fill(fresh ? place.withSequence(place.sequence() - gaps) : place);
        if (filling == null) {
            if (fresh) {
                unused.put(place.term(), gaps + 1);
            }
            return null;
        }
        books.filled(filling.lines().redemptions());
        books.taken(filling.oneOffs());
        return filling;
    }

    /** A place that was filled has its document. */
    void drafted(Filling filling, InvoiceDraft draft) {
        if (filling.correcting()) {
            billed.settle();
            batch.settles(
                    draft.id(),
                    due.billable().marks().stream().map(TouchedWindow::id).toList());
        }
        FilledPlace own = ownOf(draft);
        if (filling.unneeded()) {
            billed.leave(own);
        } else {
            billed.add(own, draft, drafting.outcome());
        }
    }

    /** A place that was filled has no document, for which there is too little: a later place asks for that as well. */
    void putOff(InvoiceDraft draft) {
        billed.putOff(ownOf(draft), draft);
    }

    /** Whether what its place would ask for goes back to fewer places than may wait. */
    boolean mayWait(InvoiceDraft draft) {
        FilledPlace own = ownOf(draft);
        Instant from = draft.firstWindow(own);
        if (from == null) {
            return true;
        }
        // The window of a part of a period begins before it.
        Instant start = subscription.schedule().startInclusive();
        int first = subscription.schedule().indexContaining(from.isBefore(start) ? start : from);
        return own.place().index() - first < MAX_WAITING;
    }

    private FilledPlace ownOf(InvoiceDraft draft) {
        return draft.places().stream()
                .filter(place -> place.subscription().equals(id()))
                .findFirst()
                .orElseThrow();
    }

    /** All places are filled, and have their documents. */
    void finish() {
        boolean settled = due.complete()
                && !openChange
                && !due.billable().subscription().settledAtOnce().isEmpty();
        batch.moved(id(), billed.cursor(settled ? books.recordedAt() : null, drafting.now()));
    }

    private @Nullable Filling fill(SlotPlace place) {
        drafting.observer().invoiceStarted(new InvoiceObservation(drafting.tenant(), id(), place, null, Duration.ZERO));
        try {
            return filling(place, billed.before(place, books.recordedAt()), billed.touched());
        } catch (RuntimeException e) {
            // A function of the host may throw anything.
            if (!drafting.gapsAllowed()) {
                throw e;
            }
            RuntimeException last = e;
            if (billed.mayLeaveCorrections(place) && !TaxAsking.waits(e)) {
                try {
                    // What cannot be computed again must not hold up what can be billed for the first time.
                    Filling uncorrected = filling(place, billed.ownBefore(place, books.recordedAt()), false);
                    gap(FindingReason.CORRECTION_NOT_COMPUTABLE, place, e);
                    return uncorrected;
                } catch (RuntimeException again) {
                    last = again;
                }
            }
            leaveRefused(place, last);
            gap(FindingReason.PERIOD_NOT_BILLABLE, place, e);
            openChange |= !place.reason().ofPeriod();
            return null;
        }
    }

    /** However often a place was tried, it is one that was refused with and without its one-off charges. */
    private void leaveRefused(SlotPlace place, RuntimeException last) {
        List<OneOffCharge> offered = offered(place);
        if (!offered.isEmpty() && TaxAsking.refused(last) && books.refused()) {
            leave(TaxableOneOffs.none(offered, last));
        }
    }

    private Filling filling(SlotPlace place, @Nullable EarlierBilling earlier, boolean correcting) {
        DocumentFacts asked = books.document(InvoiceId.of(drafting.ids().next()));
        DocumentFacts document = unasked ? asked.unasked() : asked;
        PlaceLines differences = ASSEMBLER.differences(drafting.facts().of(subscription, place, earlier));
        List<OneOffCharge> offered = oneOffs(document, place);
        WithOneOffs<Filling> filling =
                WithOneOffs.of(document, offered, taken -> filling(document, place, differences, taken, correcting));
        leave(filling.oneOffs());
        return filling.made();
    }

    private Filling filling(
            DocumentFacts document,
            SlotPlace place,
            PlaceLines differences,
            List<OneOffCharge> oneOffs,
            boolean correcting) {
        DiscountedLines own = ASSEMBLER.discounted(document, differences.with(oneOffs));
        return new Filling(
                this,
                place,
                own,
                ASSEMBLER.document(document, List.of(own)),
                oneOffs,
                others -> filling(document, place, differences, others, correcting),
                correcting);
    }

    /** One that cannot be taxed holds up nothing else. */
    private List<OneOffCharge> oneOffs(DocumentFacts document, SlotPlace place) {
        TaxableOneOffs found = TaxableOneOffs.of(document.unasked(), offered(place));
        leave(new TaxableOneOffs(found.taken(), found.left(), List.of()));
        return found.taken();
    }

    private List<OneOffCharge> offered(SlotPlace place) {
        return books.oneOffsFor(subscription, place, DocumentKey.before(place, billed.slots()));
    }

    /** What cannot be taxed now waits, and is not tried once more beside these documents. */
    private void leave(TaxableOneOffs found) {
        books.taken(found.left().stream().map(Batch.Unbilled::oneOff).toList());
        batch.leave(found);
    }

    /** The void documents that places are made again of. */
    Stream<InvoiceId> madeAgain() {
        return due.places().stream()
                .filter(place -> place.revision() > 0)
                .map(place -> DocumentKey.before(place, billed.slots()))
                .filter(Objects::nonNull);
    }

    private void gap(FindingReason reason, SlotPlace place, RuntimeException cause) {
        batch.gap(new Batch.Gap(reason, books.customer().customer().id(), id(), place, cause));
    }
}
