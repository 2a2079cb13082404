package io.billing4j.store.memory;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.DueCount;
import io.billing4j.store.OneOffStore;
import io.billing4j.store.Page;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One-off charges by their ids. */
final class MemoryOneOffs implements OneOffStore {
    private static final Comparator<OneOffCharge> AS_DUE =
            Comparator.comparing(OneOffCharge::dueAt).thenComparing(OneOffCharge::id);

    private final Rows<OneOffId, OneOffCharge> charges;
    private final Rows<Key<CustomerId, OneOffId>, OneOffId> byCustomer;
    private final Rows<String, OneOffId> byKey;
    private final Rows<String, Invoice> invoices;
    private final Rows<SubscriptionId, SubscriptionState> subscriptions;
    private final Transaction transaction;

    MemoryOneOffs(Books books, Transaction transaction) {
        this.transaction = transaction;
        charges = books.oneOffs.in(transaction);
        byCustomer = books.oneOffsByCustomer.in(transaction);
        byKey = books.oneOffsByKey.in(transaction);
        invoices = books.invoices.in(transaction);
        subscriptions = books.subscriptions.in(transaction);
    }

    @Override
    public void insert(List<OneOffCharge> added) {
        added.forEach(this::insert);
    }

    private void insert(OneOffCharge charge) {
        charges.insert(
                charge.id(),
                charge,
                () -> ErrorCode.ALREADY_EXISTS.because("there is a one-off charge " + charge.id()));
        byCustomer.put(Key.of(charge.customer(), charge.id()), charge.id());
        IdempotencyKey key = charge.key();
        if (key != null) {
            byKey.insert(
                    key.key(),
                    charge.id(),
                    () -> ErrorCode.IDEMPOTENCY_CONFLICT.at("idempotencyKey", "another one-off charge has this key"));
        }
    }

    @Override
    public List<OneOffCharge> findAll(Collection<OneOffId> ids) {
        return List.copyOf(charges.findAll(ids).values());
    }

    @Override
    public List<OneOffCharge> byKeys(Collection<String> keys) {
        return findAll(byKey.findAll(keys).values());
    }

    @Override
    public Map<CustomerId, List<OneOffCharge>> pending(Collection<CustomerId> customers) {
        Map<CustomerId, List<OneOffCharge>> pending = new LinkedHashMap<>();
        for (CustomerId customer : new TreeSet<>(customers)) {
            List<OneOffCharge> own = of(customer, Key.startOf(customer))
                    .filter(OneOffCharge::pending)
                    .sorted(AS_DUE)
                    .toList();
            if (!own.isEmpty()) {
                pending.put(customer, own);
            }
        }
        return pending;
    }

    @Override
    public List<OneOffCharge> pending(Page page) {
        return charges.after(page.after() == null ? null : OneOffId.parse(page.after()))
                .filter(OneOffCharge::pending)
                .limit(page.size())
                .toList();
    }

    @Override
    public Map<CustomerId, Integer> countPending(Collection<CustomerId> customers) {
        Map<CustomerId, Integer> counts = new LinkedHashMap<>();
        pending(customers).forEach((customer, own) -> counts.put(customer, own.size()));
        return counts;
    }

    @Override
    public List<CustomerId> customersOfEnded(Instant dueAt, @Nullable CustomerId after, int limit) {
        return pendingOfEnded(dueAt)
                .map(OneOffCharge::customer)
                .filter(customer -> after == null || customer.compareTo(after) > 0)
                .sorted()
                .distinct()
                .limit(limit)
                .toList();
    }

    @Override
    public DueCount dueOfEnded(Instant dueAt) {
        List<String> keys =
                pendingOfEnded(dueAt).map(charge -> charge.id().toString()).toList();
        return DueCount.of(keys.size(), keys);
    }

    @Override
    public Optional<Instant> nextOfEndedAfter(Instant instant) {
        return pending()
                .flatMap(charge -> dueOfEnded(charge).stream())
                .filter(due -> due.isAfter(instant))
                .min(Comparator.naturalOrder());
    }

    private Stream<OneOffCharge> pendingOfEnded(Instant dueAt) {
        return pending()
                .filter(charge ->
                        dueOfEnded(charge).filter(due -> !due.isAfter(dueAt)).isPresent());
    }

    private Stream<OneOffCharge> pending() {
        return charges.after(null).filter(OneOffCharge::pending);
    }

    /** When it is due and its subscription has ended; empty where that has no end. */
    private Optional<Instant> dueOfEnded(OneOffCharge charge) {
        SubscriptionId subscription = charge.subscription();
        Instant due = charge.dueAt();
        return Optional.ofNullable(subscription)
                .flatMap(subscriptions::find)
                .map(state -> state.subscription().endExclusive())
                .map(end -> end.isAfter(due) ? end : due);
    }

    @Override
    public List<OneOffCharge> list(CustomerId customer, Page page) {
        String after = page.after();
        return of(customer, after == null ? Key.startOf(customer) : Key.of(customer, OneOffId.parse(after)))
                .limit(page.size())
                .toList();
    }

    private Stream<OneOffCharge> of(CustomerId customer, Key<CustomerId, OneOffId> after) {
        return byCustomer
                .entriesAfter(after)
                .takeWhile(entry -> entry.getKey().first().equals(customer))
                .map(entry -> charges.find(entry.getValue()).orElseThrow());
    }

    @Override
    public void bill(Map<OneOffId, InvoiceId> documents) {
        documents.forEach((id, document) -> charges.put(id, requirePending(id).billed(document)));
    }

    @Override
    public void release(Collection<OneOffId> ids, @Nullable InvoiceId again) {
        charges.findAll(ids).forEach((id, charge) -> {
            InvoiceId document = charge.invoice();
            if (document != null) {
                if (invoices.find(document.toString())
                        .filter(MemoryOneOffs::keeps)
                        .isPresent()) {
                    throw transaction.refuse(
                            ErrorCode.IMMUTABLE.because("one-off charge " + id + " stays on document " + document));
                }
                charges.put(id, charge.released(again));
            }
        });
    }

    private static boolean keeps(Invoice document) {
        return document.state() instanceof InvoiceState.Finalized
                || (document.state() instanceof InvoiceState.Voided voided && voided.intent() == VoidIntent.WAIVE);
    }

    @Override
    public void cancel(OneOffId id, Instant at) {
        charges.put(id, requirePending(id).canceled(at));
    }

    private OneOffCharge requirePending(OneOffId id) {
        return charges.find(id).filter(OneOffCharge::pending).orElseThrow(() -> transaction.refuse(notPending(id)));
    }

    private static BillingException notPending(OneOffId id) {
        return ErrorCode.IMMUTABLE.because("one-off charge " + id + " does not wait for a document");
    }
}
