package io.billing4j.engine;

import io.billing4j.balance.BalanceDifference;
import io.billing4j.balance.BalanceEntry;
import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.event.EventType;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.money.Currencies;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What the books owe customers, what has moved it, and how it is moved by hand. */
public final class Balances {
    private final TenantScope scope;

    Balances(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * What the books owe a customer, in their currency; CUSTOMER_NOT_FOUND at {@code customerId}. Below zero where a document
     * that had added to it is void and not made again yet.
     */
    public Money of(CustomerId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> Billing4J.found(
                        work.unit().customers().state(id), ErrorCode.CUSTOMER_NOT_FOUND, "customerId", id)
                .balance());
    }

    /**
     * What has moved a customer's balance, the oldest first; nothing for a customer whom there is not.
     *
     * @param page whose key is the text of {@link BalanceEntry#position}
     */
    public List<BalanceEntry> entries(CustomerId customer, Page page) {
        Inputs.required("customer", customer);
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().balances().entries(customer, page));
    }

    /**
     * Gives to a balance, or takes from it: of a balance of 5.00, {@code 2.50} makes 7.50 and {@code -5.00} makes nothing. The
     * next documents are paid from what is there; a draft keeps what it has taken until it is computed again.
     *
     * @param amount not zero, in the customer's currency; below zero it is taken
     * @param memo why, at most {@value BalanceEntry#MAX_MEMO} characters
     * @param idempotencyKey 1 to 50 characters, or null: asking again with the same key gives the same entry
     * @throws io.billing4j.error.BillingException CUSTOMER_NOT_FOUND at {@code customerId}; INVALID_AMOUNT at {@code amount} for
     *     zero, CURRENCY_MISMATCH there for another currency, INSUFFICIENT_BALANCE there for more than the balance holds;
     *     MISSING_FIELD or INVALID_TEXT at {@code memo}; IDEMPOTENCY_CONFLICT at {@code idempotencyKey} if the key was used with
     *     another request
     */
    public BalanceEntry adjust(CustomerId id, Money amount, String memo, @Nullable String idempotencyKey) {
        Inputs.required("id", id);
        Inputs.required("amount", amount);
        Inputs.required("memo", memo);
        if (amount.isZero()) {
            throw ErrorCode.INVALID_AMOUNT.at("amount", "expected an amount above or below zero but found " + amount);
        }
        return byHand("adjust", EventType.BALANCE_ADJUSTED, id, amount, memo, idempotencyKey, BalanceMove::byHand);
    }

    /**
     * Takes from a balance what is to be paid out. No document is paid from it any more; that money goes is for whoever pays.
     *
     * @param amount above zero, in the customer's currency, at most what the balance holds
     * @param memo why, at most {@value BalanceEntry#MAX_MEMO} characters
     * @param idempotencyKey 1 to 50 characters, or null: asking again with the same key gives the same entry
     * @throws io.billing4j.error.BillingException CUSTOMER_NOT_FOUND at {@code customerId}; INVALID_AMOUNT at {@code amount} for
     *     zero or less, CURRENCY_MISMATCH there for another currency, INSUFFICIENT_BALANCE there for more than the balance holds;
     *     MISSING_FIELD or INVALID_TEXT at {@code memo}; IDEMPOTENCY_CONFLICT at {@code idempotencyKey} if the key was used with
     *     another request
     */
    public BalanceEntry payOut(CustomerId id, Money amount, String memo, @Nullable String idempotencyKey) {
        Inputs.required("id", id);
        Inputs.required("amount", amount);
        Inputs.required("memo", memo);
        if (!amount.isPositive()) {
            throw ErrorCode.INVALID_AMOUNT.at("amount", "expected more than zero but found " + amount);
        }
        return byHand(
                "payOut",
                EventType.BALANCE_PAID_OUT,
                id,
                amount.negated(),
                memo,
                idempotencyKey,
                (payee, at, toBalance, why, key) -> BalanceMove.payOut(payee, at, toBalance.negated(), why, key));
    }

    private BalanceEntry byHand(
            String request,
            EventType type,
            CustomerId id,
            Money toBalance,
            String memo,
            @Nullable String idempotencyKey,
            MoveByHand move) {
        String why = Inputs.text("memo", memo, BalanceEntry.MAX_MEMO);
        IdempotencyKey key = idempotencyKey == null
                ? null
                : new IdempotencyKey(
                        idempotencyKey,
                        ContentHash.builder(request, 1)
                                .field(id)
                                .field(toBalance)
                                .field(why)
                                .build());
        return scope.inTransaction(work -> {
            CustomerState customer = work.lockCustomer(id);
            Optional<BalanceEntry> earlier = key == null ? Optional.empty() : repeated(work, key);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            Currencies.requireSame("amount", customer.customer().currency(), toBalance.getCurrencyUnit());
            if (toBalance.isNegative() && customer.balance().plus(toBalance).isNegative()) {
                throw ErrorCode.INSUFFICIENT_BALANCE.at(
                        "amount",
                        "the balance holds " + customer.balance() + ", of which " + toBalance.negated()
                                + " cannot be taken");
            }
            Instant recordedAt = work.record(customer);
            List<BalanceEntry> entries =
                    Ledger.move(work, Map.of(id, customer), List.of(move.of(id, recordedAt, toBalance, why, key)));
            BalanceEntry entry = entries.get(entries.size() - 1);
            work.journal(Ledger.journal(type, entry));
            return entry;
        });
    }

    private static Optional<BalanceEntry> repeated(Work work, IdempotencyKey key) {
        Optional<BalanceEntry> earlier = work.unit().balances().byKey(key.key());
        if (earlier.isPresent() && !key.equals(earlier.get().key())) {
            throw ErrorCode.IDEMPOTENCY_CONFLICT.at(
                    "idempotencyKey",
                    "the key was used with another request, for the balance of customer "
                            + earlier.get().customer());
        }
        return earlier;
    }

    /**
     * Looks for customers whose balance is another than their entries say: those who had one before there were entries, and those
     * whose balance a process of an older version has moved. Whatever is found is looked at again while nobody moves it.
     *
     * @param customers a page of all customers
     */
    public BalanceCheck check(Page customers) {
        Inputs.required("customers", customers);
        return scope.inTransaction(work -> {
            List<Customer> page = work.unit().customers().list(customers);
            Map<CustomerId, CustomerState> held = differing(work, page, CustomerLock.SHARED);
            return checked(
                    customers, page, differences(held, work.unit().balances().last(held.keySet())));
        });
    }

    /**
     * The same, and gives each whom it finds an entry for the difference, from {@link
     * io.billing4j.balance.BalanceAccount#OPENING}. To be called page by page once no process of an older version is left; whoever
     * is billed or moved before has the entry by that.
     */
    public BalanceCheck reconcile(Page customers) {
        Inputs.required("customers", customers);
        return scope.inTransaction(work -> {
            List<Customer> page = work.unit().customers().list(customers);
            Map<CustomerId, CustomerState> held = differing(work, page, CustomerLock.EXCLUSIVE);
            Map<CustomerId, Money> last = work.unit().balances().last(held.keySet());
            Ledger.open(work, held, last);
            return checked(customers, page, differences(held, last));
        });
    }

    private static BalanceCheck checked(Page wanted, List<Customer> page, List<BalanceDifference> differences) {
        boolean more = page.size() == wanted.size();
        return new BalanceCheck(
                differences, more ? page.get(page.size() - 1).id().value() : null);
    }

    /** Those who differ at a glance, each held. Others may be moved between the two readings of a glance. */
    private static Map<CustomerId, CustomerState> differing(Work work, List<Customer> page, CustomerLock lock) {
        List<CustomerId> ids = page.stream().map(Customer::id).toList();
        List<CustomerId> suspects =
                differences(
                                work.unit().customers().states(ids),
                                work.unit().balances().last(ids))
                        .stream()
                        .map(BalanceDifference::customer)
                        .toList();
        return suspects.isEmpty() ? Map.of() : work.unit().customers().lock(suspects, lock);
    }

    private static List<BalanceDifference> differences(
            Map<CustomerId, CustomerState> states, Map<CustomerId, Money> last) {
        List<BalanceDifference> differences = new ArrayList<>();
        states.forEach((id, state) -> {
            Money entries = last.getOrDefault(id, Money.zero(state.balance().getCurrencyUnit()));
            if (!entries.equals(state.balance())) {
                differences.add(new BalanceDifference(id, state.balance(), entries));
            }
        });
        return differences;
    }

    @FunctionalInterface
    private interface MoveByHand {
        BalanceMove of(CustomerId id, Instant at, Money toBalance, String memo, @Nullable IdempotencyKey key);
    }
}
