package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCategory;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.SystemSource;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotOutcome;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the document of one period, for real or to look at. */
final class Generation {
    private final TenantScope scope;
    private final FactsLoader loader;
    private final PeriodManager periods = new PeriodManager();

    Generation(TenantScope scope) {
        this.scope = scope;
        loader = scope.context().factsLoader();
    }

    /** As {@link BillingEngine#generateInvoice}. */
    InvoiceOutcome generate(InvoiceGenerationRequest request) {
        long begun = SystemSource.nanoTime();
        Attempt attempt = new Attempt(request.subscription());
        InvoiceOutcome outcome;
        try {
            TaxAsking asking = persists(request) ? TaxAsking.of(scope) : TaxAsking.ofPreview(scope);
            outcome = asking.inTransaction((work, round) -> generate(work, round, request, attempt));
        } catch (RuntimeException e) {
            // A function of the host may throw anything; what it throws is the host's to see.
            ErrorCategory category =
                    e instanceof BillingException refusal ? refusal.code().category() : ErrorCategory.INTERNAL;
            attempt.observed(begun).ifPresent(seen -> scope.context().observer().invoiceFailed(seen, category));
            throw e;
        }
        attempt.observed(begun).ifPresent(scope.context().observer()::invoiceSucceeded);
        return outcome;
    }

    /** What the subscription's next document would come to now; empty once there is nothing left to bill. */
    Optional<InvoiceOutcome> previewNext(SubscriptionId id) {
        return TaxAsking.ofPreview(scope).inTransaction((work, round) -> {
            Billable billable = loader.one(work.unit(), Subscriptions.found(work, id));
            return previewNext(work, round, billable);
        });
    }

    /** What the next document of a subscription would come to, which may have changes that are not stored. */
    Optional<InvoiceOutcome> previewNext(Work work, TaxRound round, Billable billable) {
        SlotPlace next = billable.next(work.now());
        return next == null ? Optional.empty() : Optional.of(preview(work, round, billable, next));
    }

    /** What a place's document would come to, as things will be when it is due. */
    InvoiceOutcome preview(Work work, TaxRound round, Billable billable, SlotPlace place) {
        Instant dueAt = periods.dueAt(place);
        return preview(work, round, billable, place, dueAt.isAfter(work.now()) ? dueAt : work.now());
    }

    /** What a place's document would come to as of an instant. */
    InvoiceOutcome preview(Work work, TaxRound round, Billable billable, SlotPlace place, Instant asOf) {
        return outcome(
                draft(work, round, customer(work, billable.subscription()), billable, asOf, place),
                InvoiceOrigin.request(null));
    }

    private static boolean persists(InvoiceGenerationRequest request) {
        return !request.options().preview() && !request.options().skipPersist();
    }

    private InvoiceOutcome generate(Work work, TaxRound round, InvoiceGenerationRequest request, Attempt attempt) {
        boolean persist = persists(request);
        SubscriptionState seen = Subscriptions.found(work, request.subscription());
        CustomerState customer =
                persist ? work.lockCustomer(seen.subscription().customer()) : customer(work, seen.subscription());
        IdempotencyKey key = persist ? request.key() : null;
        Optional<Invoice> earlier = key == null ? Optional.empty() : repeated(work, key);
        if (earlier.isPresent()) {
            return new InvoiceOutcome.Made(earlier.get());
        }
        Billable billable = loader.one(work.unit(), Subscriptions.found(work, request.subscription()));
        boolean ahead = request.options().preview() && request.periodStart().isAfter(work.now());
        Instant asOf = ahead ? request.periodStart() : work.now();
        Subscription subscription = billable.asOf(asOf);
        int index = periods.validatePeriod(subscription, request.periodStart(), request.periodEnd());
        boolean last = isEnded(subscription, billable.slots(), index);
        int wanted = last ? subscription.schedule().indexAfter(index) : index;
        Optional<SlotPlace> settled = settledWithoutDocument(billable, wanted, last);
        if (settled.isPresent()) {
            return new InvoiceOutcome.NothingDue(settled.get());
        }
        SlotPlace place = periods.placeFor(subscription, billable.cursor(), billable.slots(), wanted);
        if (!request.options().preview()) {
            requireDue(work, place);
        }
        attempt.at(place);
        Batch batch = draft(work, round, customer, billable, asOf, place);
        if (persist) {
            new DocumentWriter(work).writeDrafts(batch, InvoiceOrigin.request(key));
        }
        return outcome(batch, InvoiceOrigin.request(key));
    }

    private Batch draft(
            Work work, TaxRound round, CustomerState customer, Billable billable, Instant asOf, SlotPlace place) {
        List<Due> due = List.of(Due.one(billable, asOf, place));
        LoadedFacts facts = loader.load(work.unit(), due);
        Drafting drafting = new Drafting(
                scope.tenant(), facts, work.ids(), scope.context().observer(), work.now(), InvoiceStatus.DRAFT, false);
        return round.batch(work, drafting, customer, due);
    }

    /** Whether the period is the last and has its document, so that asking for it means the final one. */
    private static boolean isEnded(Subscription subscription, List<InvoiceSlot> slots, int index) {
        return Integer.valueOf(index).equals(subscription.lastIndex())
                && slots.stream().anyMatch(slot -> slot.live() && isCycle(slot, index));
    }

    private void requireDue(Work work, SlotPlace place) {
        if (periods.dueAt(place).isAfter(work.now())) {
            throw ErrorCode.NOT_DUE.at(
                    "periodStart", place + " is due at " + periods.dueAt(place) + ", it is " + work.now());
        }
    }

    private static InvoiceOutcome outcome(Batch batch, InvoiceOrigin origin) {
        InvoiceDraft draft = batch.first();
        return draft.nothingDue()
                ? new InvoiceOutcome.NothingDue(draft.places().get(0).place())
                : new InvoiceOutcome.Made(Invoice.draft(draft, origin));
    }

    static Optional<Invoice> repeated(Work work, IdempotencyKey key) {
        Optional<Invoice> earlier = work.unit().invoices().findByIdempotencyKey(key.key());
        if (earlier.isPresent() && !key.equals(earlier.get().origin().idempotency())) {
            throw ErrorCode.IDEMPOTENCY_CONFLICT.at(
                    "idempotencyKey",
                    "the key was used with another request, for invoice "
                            + earlier.get().id());
        }
        return earlier;
    }

    /** A place that was settled without a document: asking again gives the same answer. */
    private static Optional<SlotPlace> settledWithoutDocument(Billable billable, int index, boolean last) {
        SlotReason reason = last ? SlotReason.FINAL : SlotReason.CYCLE;
        return billable.slots().stream()
                .filter(slot -> slot.place().index() == index
                        && slot.place().reason() == reason
                        && slot.outcome() == SlotOutcome.SKIPPED)
                .map(InvoiceSlot::place)
                .findFirst();
    }

    private static boolean isCycle(InvoiceSlot slot, int index) {
        return slot.place().index() == index && slot.place().reason() == SlotReason.CYCLE;
    }

    /** The customer without a lock, for what is only looked at. */
    private static CustomerState customer(Work work, Subscription subscription) {
        return Billing4J.found(
                work.unit().customers().state(subscription.customer()),
                ErrorCode.CUSTOMER_NOT_FOUND,
                "customerId",
                subscription.customer());
    }

    /** What is known of the document when it succeeds or fails. */
    private final class Attempt {
        private final SubscriptionId subscription;
        private @Nullable SlotPlace place;

        Attempt(SubscriptionId subscription) {
            this.subscription = subscription;
        }

        void at(SlotPlace found) {
            place = found;
        }

        Optional<InvoiceObservation> observed(long begun) {
            Duration took = Duration.ofNanos(SystemSource.nanoTime() - begun);
            return Optional.ofNullable(place)
                    .map(found -> new InvoiceObservation(scope.tenant(), subscription, found, null, took));
        }
    }
}
