package io.billing4j.engine;

import io.billing4j.balance.EntryCause;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.joda.money.Money;

/** Takes a final document out of force. Its number stays taken. */
final class Voiding {
    private final TenantScope scope;
    private final PeriodManager periods = new PeriodManager();

    Voiding(TenantScope scope) {
        this.scope = scope;
    }

    /** As {@link BillingEngine#voidInvoice}. */
    Invoice voidInvoice(InvoiceId id, VoidIntent intent) {
        return scope.inTransaction(work -> {
            CustomerState customer = Documents.lockOwner(work, id);
            Invoice issued = Documents.inStatus(work, id, InvoiceStatus.FINALIZED, "voided");
            InvoiceState.Finalized state = issued.state().issued().orElseThrow();
            InvoiceSlot slot = Documents.requiredSlotOf(work, id);
            if (intent == VoidIntent.REISSUE) {
                requireUsage(work, issued, slot);
            }
            Instant recordedAt = work.record(customer);
            Invoice voided = issued.voided(state, recordedAt, intent);
            work.unit().invoices().markVoided(voided);
            work.unit().slots().markVoided(slot.voided(intent));
            releaseCoupons(work, issued, voided, slot, intent);
            moveCursor(work, issued, slot, intent);
            giveBack(work, customer, issued, recordedAt, intent);
            Documents.journal(work, EventType.INVOICE_VOIDED, issued, voided, recordedAt);
            return voided;
        });
    }

    /** A place that is not billed any more keeps no coupon, by none of the documents that it ever had. */
    private static void releaseCoupons(Work work, Invoice issued, Invoice voided, InvoiceSlot slot, VoidIntent intent) {
        if (issued.redemptions().isEmpty()) {
            return;
        }
        work.unit().coupons().replace(issued.id(), voided.redemptions());
        if (intent == VoidIntent.WAIVE) {
            work
                    .unit()
                    .slots()
                    .from(Map.of(slot.subscription(), slot.place().index()))
                    .getOrDefault(slot.subscription(), List.of())
                    .stream()
                    .filter(other -> other.voided() && !other.waived())
                    .filter(other -> other.place().term() == slot.place().term()
                            && other.place().sequence() == slot.place().sequence())
                    .map(InvoiceSlot::invoice)
                    .filter(Objects::nonNull)
                    .filter(earlier -> !earlier.equals(issued.id()))
                    .forEach(earlier -> work.unit().coupons().replace(earlier, List.of()));
        }
    }

    /** What would be made again without its usage is not given up; the store keeps that usage from here on. */
    private static void requireUsage(Work work, Invoice issued, InvoiceSlot slot) {
        Instant start = Subscriptions.found(work, slot.subscription())
                .subscription()
                .schedule()
                .startInclusive();
        Optional<Instant> earliest = issued.lines().stream()
                .map(InvoiceLine::derivation)
                .filter(derivation -> derivation.basis().quantity().metered())
                .map(derivation -> derivation.window().startInclusive())
                .map(window -> window.isBefore(start) ? start : window)
                .min(Instant::compareTo);
        earliest.ifPresent(from -> work.unit()
                .usage()
                .keptFrom(from)
                .filter(from::isBefore)
                .ifPresent(kept -> {
                    throw ErrorCode.USAGE_PAST_RETENTION.at(
                            "intent",
                            "the document bills usage from " + from + " on, which is kept from " + kept
                                    + " on: it can be waived, not made again");
                }));
    }

    /** Lines of other documents may have corrected those of this one: they are looked at again in either case. */
    private void moveCursor(Work work, Invoice issued, InvoiceSlot slot, VoidIntent intent) {
        SubscriptionState state = Subscriptions.found(work, slot.subscription());
        BillingCursor cursor =
                intent == VoidIntent.REISSUE ? periods.reopened(state.cursor(), slot.place()) : state.cursor();
        for (InvoiceLine line : issued.lines()) {
            cursor = cursor.touched(line.derivation().window().startInclusive());
        }
        work.unit()
                .subscriptions()
                .moveCursors(
                        Map.of(slot.subscription(), cursor.nextDueAt() == null ? cursor.dueAt(work.now()) : cursor));
    }

    /**
     * What the balance paid of a document is back with the customer. What a document gave to the balance is taken back only
     * where it is made again: where it is waived, its lines still count.
     */
    private static void giveBack(
            Work work, CustomerState customer, Invoice issued, Instant recordedAt, VoidIntent intent) {
        Money credit = issued.totals().credit();
        if (credit.isPositive() || (credit.isNegative() && intent == VoidIntent.REISSUE)) {
            Ledger.move(
                    work,
                    Map.of(customer.customer().id(), customer),
                    List.of(BalanceMove.of(issued, recordedAt, credit, EntryCause.VOID)));
        }
    }
}
