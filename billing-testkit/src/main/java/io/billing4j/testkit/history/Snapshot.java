package io.billing4j.testkit.history;

import io.billing4j.balance.BalanceEntry;
import io.billing4j.customer.CustomerState;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.UnitOfWork;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.usage.TouchedWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The books of a history between two commands.
 *
 * @param slots of each subscription, voided ones among them
 * @param late subscriptions with late usage that no document has settled
 * @param entries of each customer's balance
 * @param oneOffs of all customers, whatever became of them, each customer's in the order in which they were added
 * @param previews of each subscription's next document
 */
record Snapshot(
        Instant now,
        List<SubscriptionState> subscriptions,
        Map<SubscriptionId, List<InvoiceSlot>> slots,
        Set<SubscriptionId> late,
        List<Invoice> invoices,
        Map<CustomerId, CustomerState> customers,
        Map<CustomerId, List<BalanceEntry>> entries,
        List<OneOffCharge> oneOffs,
        Map<SubscriptionId, Optional<InvoiceOutcome>> previews) {
    static Snapshot of(BillingStore store, BillingEngine engine) {
        Snapshot stored = store.inTransaction(engine.tenant(), Snapshot::of);
        for (SubscriptionState state : stored.subscriptions) {
            SubscriptionId id = state.subscription().id();
            stored.previews.put(id, engine.previewNextInvoice(id));
        }
        return stored;
    }

    private static Snapshot of(UnitOfWork unit) {
        List<SubscriptionState> subscriptions = unit.subscriptions().ofCustomers(History.CUSTOMERS);
        Map<SubscriptionId, Integer> all = new HashMap<>();
        subscriptions.forEach(state -> all.put(state.subscription().id(), 0));
        Set<SubscriptionId> late = new HashSet<>();
        for (TouchedWindow mark : unit.usage().touched(History.CUSTOMERS)) {
            late.add(mark.subscription());
        }
        Map<CustomerId, CustomerState> customers = new TreeMap<>();
        Map<CustomerId, List<BalanceEntry>> entries = new TreeMap<>();
        List<OneOffCharge> oneOffs = new ArrayList<>();
        for (CustomerId customer : History.CUSTOMERS) {
            oneOffs.addAll(unit.oneOffs().list(customer, Page.first(Page.MAX_SIZE)));
            customers.put(customer, unit.customers().state(customer).orElseThrow());
            entries.put(customer, entries(unit, customer));
        }
        return new Snapshot(
                unit.clock().orElseThrow(),
                subscriptions,
                unit.slots().from(all),
                late,
                invoices(unit),
                customers,
                entries,
                oneOffs,
                new HashMap<>());
    }

    private static List<Invoice> invoices(UnitOfWork unit) {
        List<Invoice> invoices = new ArrayList<>();
        List<Invoice> page = unit.invoices().list(null, Page.first(Page.MAX_SIZE));
        while (!page.isEmpty()) {
            invoices.addAll(page);
            String last = page.get(page.size() - 1).id().toString();
            page = page.size() < Page.MAX_SIZE
                    ? List.of()
                    : unit.invoices().list(null, Page.first(Page.MAX_SIZE).after(last));
        }
        return invoices;
    }

    private static List<BalanceEntry> entries(UnitOfWork unit, CustomerId customer) {
        List<BalanceEntry> entries = new ArrayList<>();
        Page page = Page.first(Page.MAX_SIZE);
        for (List<BalanceEntry> next = unit.balances().entries(customer, page);
                !next.isEmpty();
                next = unit.balances().entries(customer, page)) {
            entries.addAll(next);
            page = page.after(next.get(next.size() - 1).position().toString());
        }
        return entries;
    }

    /** The same books with other documents. */
    Snapshot with(UnaryOperator<Invoice> other) {
        return new Snapshot(
                now,
                subscriptions,
                slots,
                late,
                invoices.stream().map(other).toList(),
                customers,
                entries,
                oneOffs,
                previews);
    }

    List<InvoiceSlot> slotsOf(SubscriptionId subscription) {
        return slots.getOrDefault(subscription, List.of());
    }

    /** Whether the same is stored. */
    boolean sameBooks(Snapshot other) {
        return subscriptions.equals(other.subscriptions)
                && slots.equals(other.slots)
                && late.equals(other.late)
                && invoices.equals(other.invoices)
                && customers.equals(other.customers)
                && entries.equals(other.entries)
                && oneOffs.equals(other.oneOffs);
    }

    /** All documents and lines without the ids that differ from run to run. */
    List<String> transcript() {
        List<String> transcript = new ArrayList<>();
        for (Invoice invoice : invoices) {
            transcript.add(invoice.status() + " "
                    + invoice.number().map(InvoiceNumber::text).orElse("-") + " " + invoice.period() + " "
                    + invoice.totals());
            invoice.lines()
                    .forEach(line -> transcript.add(line.number() + " " + subject(line) + " "
                            + line.key().service() + " " + line.amount()));
        }
        return transcript;
    }

    private static String subject(InvoiceLine line) {
        return line.key()
                .charged()
                .map(charged -> charged.plan() + " " + charged.charge())
                .orElse(line.description());
    }
}
