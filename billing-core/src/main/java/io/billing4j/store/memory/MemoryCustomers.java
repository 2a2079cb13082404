package io.billing4j.store.memory;

import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.store.CustomerLock;
import io.billing4j.store.CustomerStore;
import io.billing4j.store.DueCount;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Customers by their keys. Whoever has the tenant's books has every customer's lock with them. */
final class MemoryCustomers implements CustomerStore {
    private final Rows<CustomerId, CustomerState> customers;
    private final MemorySubscriptions subscriptions;

    MemoryCustomers(Books books, Transaction transaction) {
        customers = books.customers.in(transaction);
        subscriptions = new MemorySubscriptions(books, transaction);
    }

    @Override
    public void insert(Customer customer) {
        customers.insert(
                customer.id(),
                new CustomerState(customer, customer.createdAt()),
                () -> ErrorCode.CUSTOMER_EXISTS.at("customerId", "there is a customer " + customer.id()));
    }

    @Override
    public Optional<Customer> find(CustomerId id) {
        return customers.find(id).map(CustomerState::customer);
    }

    @Override
    public Optional<CustomerState> state(CustomerId id) {
        return customers.find(id);
    }

    @Override
    public List<Customer> list(Page page) {
        CustomerId after = page.after() == null ? null : CustomerId.of(page.after());
        return customers
                .after(after)
                .limit(page.size())
                .map(CustomerState::customer)
                .toList();
    }

    @Override
    public Map<CustomerId, CustomerState> states(Collection<CustomerId> ids) {
        return customers.findAll(ids);
    }

    @Override
    public Set<CustomerId> hold(Collection<CustomerId> ids, CustomerLock lock) {
        return customers.findAll(ids).keySet();
    }

    @Override
    public Map<CustomerId, CustomerState> lock(Collection<CustomerId> ids, CustomerLock lock, Contended contended) {
        return customers.findAll(ids);
    }

    @Override
    public List<CustomerId> claimDue(Instant cutOff, @Nullable CustomerId after, int limit, Contended contended) {
        return customers
                .after(after)
                .filter(state -> due(state, cutOff))
                .limit(limit)
                .map(state -> state.customer().id())
                .toList();
    }

    @Override
    public DueCount due(Instant cutOff) {
        List<String> keys = customers
                .after(null)
                .flatMap(state -> subscriptions.ofCustomer(state.customer().id()))
                .filter(each -> MemorySubscriptions.due(each, cutOff))
                .map(each -> each.subscription().id() + " " + each.cursor().nextDueAt())
                .toList();
        return DueCount.of(
                customers.after(null).filter(state -> due(state, cutOff)).count(), keys);
    }

    @Override
    public void recorded(Map<CustomerId, Instant> lastRecordedAt) {
        lastRecordedAt.forEach((id, at) -> {
            CustomerState before = require(id);
            customers.put(id, new CustomerState(before.customer(), at, before.balance()));
        });
    }

    @Override
    public void balances(Map<CustomerId, Money> balances) {
        balances.forEach((id, balance) -> {
            CustomerState before = require(id);
            customers.put(id, new CustomerState(before.customer(), before.lastRecordedAt(), balance));
        });
    }

    @Override
    public void moveTo(CustomerId id, EntityId entity) {
        CustomerState before = require(id);
        customers.put(id, new CustomerState(before.customer().in(entity), before.lastRecordedAt(), before.balance()));
    }

    private CustomerState require(CustomerId id) {
        return customers.require(id, () -> ErrorCode.CUSTOMER_NOT_FOUND.missing("customerId", id));
    }

    private boolean due(CustomerState state, Instant cutOff) {
        return subscriptions.ofCustomer(state.customer().id()).anyMatch(each -> MemorySubscriptions.due(each, cutOff));
    }
}
