package io.billing4j.engine;

import io.billing4j.balance.EntryCause;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.BillingFacts;
import io.billing4j.invoice.EarlierBilling;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.WindowFinding;
import io.billing4j.period.BillingPeriod;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Computes a draft again from what is known by now: its own windows, and all that was billed by others and may have come out
 * otherwise since.
 */
final class Refresh {
    private final TenantScope scope;
    private final FactsLoader loader;
    private final PeriodManager periods = new PeriodManager();

    Refresh(TenantScope scope) {
        this.scope = scope;
        loader = scope.context().factsLoader();
    }

    /** As {@link BillingEngine#refreshInvoice}. */
    Invoice refresh(InvoiceId id) {
        return scope.inTransaction(work -> {
            CustomerState customer = Documents.lockOwner(work, id);
            return refreshed(work, customer, Documents.inStatus(work, id, InvoiceStatus.DRAFT, "refreshed"));
        });
    }

    /** Whether something that a draft's subscription was billed for may have come out otherwise since. */
    boolean outdated(Work work, Invoice draft) {
        Billable billable = billable(work, Documents.requiredSlotOf(work, draft.id()));
        return billable.touchedFrom() != null
                || leftUntaxed(work.unit().settings().get(), draft);
    }

    /** Whether a draft was made before the tenant's documents were taxed. */
    static boolean leftUntaxed(TenantSettings settings, Invoice draft) {
        return settings.taxes() != null
                && draft.taxes() == null
                && draft.lines().stream().anyMatch(line -> line.key().corrects() == null);
    }

    /** The draft as it is now, stored, with all that moves along. */
    Invoice refreshed(Work work, CustomerState customer, Invoice draft) {
        InvoiceSlot slot = Documents.requiredSlotOf(work, draft.id());
        Billable billable = billable(work, slot);
        Due due = Due.one(billable, work.now(), slot.place());
        Instant from = earliest(draft, billable, periods.firstTouchedBy(due.subscription(), slot.place()));
        LoadedFacts facts = loader.load(work.unit(), List.of(due), Map.of(slot.subscription(), from));
        Money balance = customer.balance().plus(draft.totals().credit());
        InvoiceDraft again = assembled(draft, customer, due, slot, from, facts, balance);
        requireUsage(draft, again);
        Instant recordedAt = work.record(customer);
        Invoice refreshed = draft.refreshed(again);
        work.unit().invoices().replaceDraft(refreshed);
        if (!draft.redemptions().isEmpty() || !refreshed.redemptions().isEmpty()) {
            work.unit().coupons().replace(draft.id(), refreshed.redemptions());
        }
        settle(work, billable, again);
        Money toBalance = draft.totals().credit().minus(again.totals().credit());
        if (!toBalance.isZero()) {
            Ledger.move(
                    work,
                    Map.of(customer.customer().id(), customer),
                    List.of(BalanceMove.of(draft, recordedAt, toBalance, EntryCause.REFRESH)));
        }
        work.unit().journal().addFindings(new DocumentWriter(work).left(again, null));
        Documents.journal(work, EventType.INVOICE_REFRESHED, draft, refreshed, recordedAt);
        return refreshed;
    }

    /** A draft is not made again without the usage that it bills. */
    private static void requireUsage(Invoice draft, InvoiceDraft again) {
        for (WindowFinding left : again.places().get(0).left()) {
            if (left.kind() == WindowFinding.Kind.USAGE_PAST_RETENTION
                    && draft.lines().stream().anyMatch(line -> usageOf(left.period(), line))) {
                throw ErrorCode.USAGE_PAST_RETENTION.at(
                        "invoiceId", "the draft bills usage of " + left.period() + ", which is not kept any more");
            }
        }
    }

    private static boolean usageOf(BillingPeriod period, InvoiceLine line) {
        Instant start = line.key().service().startInclusive();
        return line.derivation().basis().quantity().metered()
                && !start.isBefore(period.startInclusive())
                && start.isBefore(period.endExclusive());
    }

    private static InvoiceDraft assembled(
            Invoice draft,
            CustomerState customer,
            Due due,
            InvoiceSlot slot,
            Instant from,
            LoadedFacts facts,
            Money balance) {
        List<InvoiceSlot> others = due.billable().slots().stream()
                .filter(other -> !draft.id().equals(other.invoice()))
                .toList();
        List<BilledLine> lines = facts.billed(slot.subscription()).stream()
                .filter(line -> !line.invoice().equals(draft.id()))
                .toList();
        return new InvoiceAssembler()
                .assemble(new BillingFacts(
                        draft.id(),
                        draft.recordedAt(),
                        facts.rounding(),
                        customer.customer(),
                        balance,
                        due.subscription(),
                        slot.place(),
                        new EarlierBilling(from, others, lines, draft.recordedAt()),
                        facts.catalogue(),
                        facts.usage(),
                        facts.usageKeptFrom(),
                        facts.prices(),
                        facts.discounts(facts.coupons(draft.customer()).without(draft.id())),
                        facts.taxes(draft.customer())));
    }

    private void settle(Work work, Billable billable, InvoiceDraft again) {
        BillingCursor cursor = billable.cursor().settled();
        Instant left = Drafting.leftFrom(again);
        BillingCursor marked = left == null ? cursor : cursor.touched(left);
        work.unit()
                .subscriptions()
                .moveCursors(Map.of(
                        billable.subscription().id(), Drafting.moved(billable, marked, billable.slots(), work.now(), false)));
        Map<UUID, InvoiceId> settled = new HashMap<>();
        billable.marks().forEach(mark -> settled.put(mark.id(), again.id()));
        work.unit().usage().settleTouched(settled);
    }

    private Billable billable(Work work, InvoiceSlot slot) {
        return loader.one(work.unit(), Subscriptions.found(work, slot.subscription()));
    }

    /** From when on the refresh computes again: all that the draft has lines for, and all that was touched. */
    private static Instant earliest(Invoice draft, Billable billable, Instant own) {
        Instant earliest = own;
        for (InvoiceLine line : draft.lines()) {
            Instant window = line.derivation().window().startInclusive();
            earliest = window.isBefore(earliest) ? window : earliest;
        }
        @Nullable Instant touched = billable.touchedFrom();
        return touched != null && touched.isBefore(earliest) ? touched : earliest;
    }
}
