package io.billing4j.testkit;

import io.billing4j.balance.BalanceEntry;
import io.billing4j.customer.CustomerState;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Stores that keep the contract but for one thing about what was billed and what is due. */
final class BrokenBilling {
    private BrokenBilling() {}

    /** Counts as billed what is final alone, so that what stands on a draft is billed twice. */
    static BillingStore forgettingDrafts() {
        return BrokenStores.intercepted("invoices.billedLines", call -> {
            Map<SubscriptionId, List<BilledLine>> issued = new LinkedHashMap<>();
            BrokenBilling.<SubscriptionId, List<BilledLine>>map(call.proceed()).forEach((subscription, lines) -> {
                List<BilledLine> own = lines.stream()
                        .filter(line -> line.status() != InvoiceStatus.DRAFT)
                        .toList();
                if (!own.isEmpty()) {
                    issued.put(subscription, own);
                }
            });
            return issued;
        });
    }

    /** Counts what was voided for good as never billed. */
    static BillingStore forgettingWhatWasWaived() {
        return BrokenStores.intercepted("invoices.billedLines", call -> {
            Map<SubscriptionId, List<BilledLine>> asked = new LinkedHashMap<>();
            BrokenBilling.<SubscriptionId, List<BilledLine>>map(call.proceed())
                    .forEach((subscription, lines) -> asked.put(
                            subscription,
                            lines.stream().filter(line -> !line.waived()).toList()));
            return asked;
        });
    }

    /** Moves what was due earlier to the instant at which something else falls due. */
    static BillingStore wakingWhatIsAwake() {
        return BrokenStores.intercepted("subscriptions.wake", call -> {
            Map<SubscriptionId, BillingCursor> moved = new LinkedHashMap<>();
            BrokenBilling.<SubscriptionId, Instant>map(call.arguments().get(0)).forEach((id, at) -> {
                Optional<SubscriptionState> state = call.unit().subscriptions().find(id);
                state.ifPresent(found -> moved.put(id, found.cursor().dueAt(at)));
            });
            call.unit().subscriptions().moveCursors(moved);
            return null;
        });
    }

    /** Keeps balances beside the transactions. */
    static BillingStore keepingBalancesThatWereUndone() {
        ConcurrentMap<String, Money> kept = new ConcurrentHashMap<>();
        return new InterceptedStore(new InMemoryBillingStore(), call -> {
            String tenant = call.unit().tenant() + " ";
            if (call.name().equals("customers.balances")) {
                BrokenBilling.<CustomerId, Money>map(call.arguments().get(0))
                        .forEach((id, balance) -> kept.put(tenant + id, balance));
            }
            Object result = call.proceed();
            if (call.name().equals("customers.state")) {
                return ((Optional<?>) Objects.requireNonNull(result))
                        .map(state -> withKept((CustomerState) state, tenant, kept));
            }
            return result;
        });
    }

    /** Says what balances are after the first of their entries. */
    static BillingStore takingTheFirstEntryForTheLast() {
        return BrokenStores.intercepted("balances.last", call -> {
            Map<Object, Money> first = new LinkedHashMap<>();
            BrokenBilling.<CustomerId, Money>map(call.proceed())
                    .forEach((customer, last) -> first.put(
                            customer,
                            call.unit()
                                    .balances()
                                    .entries(customer, Page.first(1))
                                    .get(0)
                                    .balanceAfter()));
            return first;
        });
    }

    /** Keeps entries without what makes their requests repeatable. */
    static BillingStore forgettingKeysOfEntries() {
        return BrokenStores.intercepted("balances.append", call -> {
            call.arguments()
                    .set(
                            0,
                            BrokenStores.<BalanceEntry>list(call).stream()
                                    .map(BrokenBilling::withoutKey)
                                    .toList());
            return call.proceed();
        });
    }

    private static BalanceEntry withoutKey(BalanceEntry entry) {
        return new BalanceEntry(
                entry.customer(),
                entry.recordedAt(),
                entry.number(),
                entry.debit(),
                entry.credit(),
                entry.amount(),
                entry.cause(),
                entry.document(),
                entry.memo(),
                entry.balanceAfter(),
                null);
    }

    private static CustomerState withKept(CustomerState state, String tenant, Map<String, Money> kept) {
        Money balance = kept.getOrDefault(tenant + state.customer().id(), state.balance());
        return new CustomerState(state.customer(), state.lastRecordedAt(), balance);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Map<K, V> map(@Nullable Object given) {
        return (Map<K, V>) Objects.requireNonNull(given);
    }
}
