package io.billing4j.engine;

import io.billing4j.customer.Customer;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.money.Currencies;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who pays. */
public final class Customers {
    private final TenantScope scope;

    Customers(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Adds a customer; CUSTOMER_EXISTS at {@code customerId} if its key is taken, INVALID_CURRENCY at {@code currency} if
     * amounts cannot be in it, NUMBER_TOO_LONG at {@code customerId} if its key has no room in the numbers of its documents.
     */
    public Customer create(NewCustomer wanted) {
        return scope.inTransaction(work -> {
            TenantSettings settings = work.unit().settings().get();
            Customer customer = new Customer(
                    wanted.id(),
                    wanted.name(),
                    Currencies.billable(
                            "currency", wanted.currency() == null ? settings.currency() : wanted.currency()),
                    wanted.zone() == null ? settings.zone() : wanted.zone(),
                    Customer.MAIN_ENTITY,
                    work.now());
            requireRoom(settings.invoiceTemplate(), customer);
            work.unit().customers().insert(customer);
            // The name stays out: the journal is kept for years, personal data may have to go sooner.
            work.journal(JournalEntry.created(
                    EventType.CUSTOMER_CREATED,
                    customer.id(),
                    customer.id(),
                    Map.of(
                            "currency",
                            customer.currency().getCode(),
                            "zone",
                            customer.zone().getId()),
                    work.now()));
            return customer;
        });
    }

    /** Refused early: later it would be a finding of each run. */
    private static void requireRoom(NumberingTemplate template, Customer customer) {
        int needed = (template.showsCustomer() ? customer.id().value().length() : 0)
                + (template.showsEntity() ? customer.entity().value().length() : 0);
        if (needed > template.roomForKeys()) {
            throw ErrorCode.NUMBER_TOO_LONG.at(
                    "customerId",
                    "numbers of the form " + template + " have room for keys of " + template.roomForKeys()
                            + " characters, needed are " + needed);
        }
    }

    /** The customer, if there is one. */
    public Optional<Customer> find(CustomerId id) {
        return scope.inTransaction(work -> work.unit().customers().find(id));
    }

    /** Customers in the order of their keys. */
    public List<Customer> list(Page page) {
        return scope.inTransaction(work -> work.unit().customers().list(page));
    }
}
