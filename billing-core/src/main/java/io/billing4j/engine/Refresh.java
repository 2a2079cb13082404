package io.billing4j.engine;

import io.billing4j.balance.EntryCause;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.DocumentFacts;
import io.billing4j.invoice.EarlierBilling;
import io.billing4j.invoice.FilledPlace;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.PlaceLines;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.WindowFinding;
import io.billing4j.period.BillingPeriod;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.joda.money.Money;

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
        return TaxAsking.afresh(scope).inTransaction((work, round) -> {
            CustomerState customer = Documents.lockOwner(work, id);
            return refreshed(work, round, customer, Documents.inStatus(work, id, InvoiceStatus.DRAFT, "refreshed"));
        });
    }

    /** Whether something that one of a draft's subscriptions was billed for may have come out otherwise since. */
    boolean outdated(Work work, Invoice draft) {
        return billables(work, Documents.slotsOf(work, draft.id())).stream()
                        .anyMatch(billable -> billable.touchedFrom() != null)
                || leftUntaxed(work.unit().settings().get(), draft);
    }

    /** Whether a draft was made before the tenant's documents were taxed. */
    static boolean leftUntaxed(TenantSettings settings, Invoice draft) {
        return settings.taxes() != null
                && draft.taxes() == null
                && draft.lines().stream().anyMatch(line -> line.key().corrects() == null);
    }

    /** The draft as it is now, stored, with all that moves along. */
    Invoice refreshed(Work work, TaxRound round, CustomerState customer, Invoice draft) {
        List<InvoiceSlot> slots = Documents.slotsOf(work, draft.id());
        List<Billable> billables = billables(work, slots);
        List<Due> due = new ArrayList<>();
        Map<SubscriptionId, Instant> from = new HashMap<>();
        for (int i = 0; i < slots.size(); i++) {
            SlotPlace place = slots.get(i).place();
            Due one = Due.one(billables.get(i), work.now(), place);
            due.add(one);
            from.put(one.subscription().id(), earliest(draft, one, periods.firstTouchedBy(one.subscription(), place)));
        }
        LoadedFacts facts = loader.load(work.unit(), Set.of(draft.customer()), due, from);
        Money balance = customer.balance().plus(draft.totals().credit());
        DocumentFacts unasked = document(
                        draft, customer, facts.with(round.asking().known()), balance)
                .unasked();
        TaxableOneOffs oneOffs = TaxableOneOffs.of(unasked, oneOffsOf(work, draft));
        WithOneOffs<InvoiceDraft> made = round.draft(work, facts, known -> {
            DocumentFacts asked = document(draft, customer, known, balance);
            return WithOneOffs.of(asked, oneOffs.taken(), taken -> assembled(draft, due, from, known, asked, taken));
        });
        InvoiceDraft again = made.made();
        requireUsage(draft, again);
        Instant recordedAt = work.record(customer);
        Invoice refreshed = draft.refreshed(again);
        work.unit().invoices().replaceDraft(refreshed);
        if (!draft.redemptions().isEmpty() || !refreshed.redemptions().isEmpty()) {
            work.unit().coupons().replace(draft.id(), refreshed.redemptions());
        }
        settle(work, billables, again);
        leave(work, made.oneOffs().after(oneOffs).left());
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

    /** Those that the draft has and that are not cancelled; others wait for a document that is made later. */
    private static List<OneOffCharge> oneOffsOf(Work work, Invoice draft) {
        Set<OneOffId> added = Documents.oneOffs(draft);
        return added.isEmpty()
                ? List.of()
                : work.unit().oneOffs().findAll(added).stream()
                        .filter(oneOff -> draft.id().equals(oneOff.invoice()))
                        .toList();
    }

    /** What cannot be taxed any more waits again, and somebody is told. */
    private static void leave(Work work, List<Batch.Unbilled> left) {
        if (left.isEmpty()) {
            return;
        }
        work.unit()
                .oneOffs()
                .release(left.stream().map(one -> one.oneOff().id()).toList(), null);
        DocumentWriter writer = new DocumentWriter(work);
        work.unit()
                .journal()
                .addFindings(
                        left.stream().map(one -> writer.notBilled(one, null)).toList());
    }

    /** A draft is not made again without the usage that it bills. */
    private static void requireUsage(Invoice draft, InvoiceDraft again) {
        for (FilledPlace place : again.places()) {
            for (WindowFinding left : place.left()) {
                if (left.kind() == WindowFinding.Kind.USAGE_PAST_RETENTION
                        && linesOf(place.subscription(), draft).anyMatch(line -> usageOf(left.period(), line))) {
                    throw ErrorCode.USAGE_PAST_RETENTION.at(
                            "invoiceId", "the draft bills usage of " + left.period() + ", which is not kept any more");
                }
            }
        }
    }

    private static Stream<InvoiceLine> linesOf(SubscriptionId subscription, Invoice draft) {
        return draft.lines().stream().filter(line -> line.key().bills(subscription));
    }

    private static boolean usageOf(BillingPeriod period, InvoiceLine line) {
        Instant start = line.key().service().startInclusive();
        return line.derivation().basis().quantity().metered()
                && !start.isBefore(period.startInclusive())
                && start.isBefore(period.endExclusive());
    }

    private static DocumentFacts document(Invoice draft, CustomerState customer, LoadedFacts facts, Money balance) {
        return facts.of(
                draft.id(),
                draft.recordedAt(),
                customer.customer(),
                balance,
                facts.coupons(draft.customer()).without(draft.id()));
    }

    private static InvoiceDraft assembled(
            Invoice draft,
            List<Due> due,
            Map<SubscriptionId, Instant> from,
            LoadedFacts facts,
            DocumentFacts document,
            List<OneOffCharge> oneOffs) {
        InvoiceAssembler assembler = new InvoiceAssembler();
        List<PlaceLines> places = due.stream()
                .map(one -> assembler.differences(
                        facts.of(one.subscription(), one.places().get(0), earlier(draft, one, from, facts))))
                .toList();
        return assembler.assemble(document, places, oneOffs);
    }

    /** What others have billed. */
    private static EarlierBilling earlier(
            Invoice draft, Due due, Map<SubscriptionId, Instant> from, LoadedFacts facts) {
        SubscriptionId subscription = due.subscription().id();
        List<InvoiceSlot> others = due.billable().slots().stream()
                .filter(other -> !draft.id().equals(other.invoice()))
                .toList();
        List<BilledLine> lines = facts.billed(subscription).stream()
                .filter(line -> !line.invoice().equals(draft.id()))
                .toList();
        Instant first = Objects.requireNonNull(from.get(subscription), "each place is computed from an instant on");
        return new EarlierBilling(first, others, lines, draft.recordedAt());
    }

    private void settle(Work work, List<Billable> billables, InvoiceDraft again) {
        Map<SubscriptionId, Instant> left = new HashMap<>();
        again.places().forEach(place -> Drafting.leftFrom(place).ifPresent(at -> left.put(place.subscription(), at)));
        Map<SubscriptionId, BillingCursor> cursors = new HashMap<>();
        Map<UUID, InvoiceId> settled = new HashMap<>();
        for (Billable billable : billables) {
            SubscriptionId id = billable.subscription().id();
            BillingCursor cursor = billable.cursor().settled();
            Instant touched = left.get(id);
            BillingCursor marked = touched == null ? cursor : cursor.touched(touched);
            cursors.put(id, Drafting.moved(billable, marked, billable.slots(), work.now(), false));
            billable.marks().forEach(mark -> settled.put(mark.id(), again.id()));
        }
        work.unit().subscriptions().moveCursors(cursors);
        work.unit().usage().settleTouched(settled);
    }

    /** The subscriptions of the places, in the same order. */
    private List<Billable> billables(Work work, List<InvoiceSlot> slots) {
        return loader.whole(
                work.unit(),
                slots.stream()
                        .map(slot -> Subscriptions.found(work, slot.subscription()))
                        .toList());
    }

    /** From when on the refresh computes again: all that the draft has lines for, and all that was touched. */
    private static Instant earliest(Invoice draft, Due due, Instant own) {
        Instant lines = linesOf(due.subscription().id(), draft)
                .map(line -> line.derivation().window().startInclusive())
                .reduce(own, Refresh::earlier);
        Instant touched = due.billable().touchedFrom();
        return touched == null ? lines : earlier(touched, lines);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
