package io.billing4j.engine;

import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.money.Currencies;
import io.billing4j.store.Page;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionState;
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
     * amounts cannot be in it, NUMBER_TOO_LONG at {@code customerId} if its key has no room in the numbers of its documents,
     * ENTITY_NOT_FOUND at {@code entity}.
     */
    public Customer create(NewCustomer wanted) {
        Inputs.required("wanted", wanted);
        return scope.inTransaction(work -> {
            TenantSettings settings = work.unit().settings().get();
            Customer customer = new Customer(
                    wanted.id(),
                    wanted.name(),
                    Currencies.billable(
                            "currency", wanted.currency() == null ? settings.currency() : wanted.currency()),
                    wanted.zone() == null ? settings.zone() : wanted.zone(),
                    wanted.entity() == null ? Customer.MAIN_ENTITY : Entities.existing(work, wanted.entity()),
                    work.now());
            Entities.requireRoom(settings, customer, "customerId");
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
                            customer.zone().getId(),
                            "entity",
                            customer.entity().value()),
                    work.now()));
            return customer;
        });
    }

    /**
     * Has a customer's documents issued in the name of another entity from then on, those that are made again included. Documents that
     * are there stay as they are, and credit notes have the entity of their invoice. There is one balance for all of them:
     * what a void document of the former entity gives back is on it.
     *
     * @return the customer as it is then
     * @throws io.billing4j.error.BillingException CUSTOMER_NOT_FOUND; ENTITY_NOT_FOUND at {@code entity}; ENTITY_HAS_OPEN_ITEMS at
     *     {@code entity} unless the balance is zero and no draft is left: what one entity owes
     *     is not paid by another; NUMBER_TOO_LONG at {@code
     *     entity} if its key and the customer's have no room in the numbers of documents
     */
    public Customer moveTo(CustomerId id, EntityId entity) {
        Inputs.required("id", id);
        Inputs.required("entity", entity);
        return scope.inTransaction(work -> {
            CustomerState locked = work.lockCustomer(id);
            Customer before = locked.customer();
            Customer after = before.in(Entities.existing(work, entity));
            if (after.equals(before)) {
                return before;
            }
            if (!locked.balance().isZero()) {
                throw ErrorCode.ENTITY_HAS_OPEN_ITEMS.at(
                        "entity",
                        "the balance is " + locked.balance() + ": pay it out or take it by hand, so that "
                                + before.entity() + " owes nothing");
            }
            requireNoDraft(work, id);
            Entities.requireRoom(work.unit().settings().get(), after, "entity");
            work.unit().customers().moveTo(id, entity);
            work.journal(new JournalEntry(
                    EventType.CUSTOMER_MOVED,
                    id,
                    id.value(),
                    Map.of("entity", before.entity().value()),
                    Map.of("entity", entity.value()),
                    work.record(locked)));
            return after;
        });
    }

    /** A draft has taken of the balance what it may give back when it is computed again. */
    private static void requireNoDraft(Work work, CustomerId id) {
        Page page = Page.first(Page.MAX_SIZE);
        List<Invoice> documents = work.unit().invoices().list(id, page);
        while (!documents.isEmpty()) {
            documents.stream()
                    .filter(document -> document.status() == InvoiceStatus.DRAFT)
                    .findFirst()
                    .ifPresent(draft -> {
                        throw ErrorCode.ENTITY_HAS_OPEN_ITEMS.at(
                                "entity", "draft " + draft.id() + " is to be finalised first");
                    });
            page = new Page(documents.get(documents.size() - 1).id().toString(), Page.MAX_SIZE);
            documents = work.unit().invoices().list(id, page);
        }
    }

    /**
     * The customer, whom nobody else can change until the transaction ends, nor what is theirs: their subscriptions, documents,
     * balance and usage. What is read of them after this is still so when it is changed.
     *
     * <p>Who holds several things takes the settings first, then plans, then customers in the order of their keys, so that two who do do
     * not wait for each other in a circle.
     *
     * @throws io.billing4j.error.BillingException CUSTOMER_NOT_FOUND at {@code customerId}; STORE_CONTENTION, which may be tried
     *     again, if somebody else holds them for too long; UNSUITABLE_TRANSACTION outside of {@link Billing4J#inTransaction} and
     *     of a transaction of the host's
     */
    public Customer hold(CustomerId id) {
        Inputs.required("id", id);
        scope.requireHeld();
        return scope.inTransaction(work -> work.lockCustomer(id).customer());
    }

    /** The customer, if there is one. */
    public Optional<Customer> find(CustomerId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> work.unit().customers().find(id));
    }

    /** How things stand with a customer, read in one transaction; CUSTOMER_NOT_FOUND at {@code customerId}. */
    public CustomerStatus status(CustomerId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> {
            CustomerState state =
                    Billing4J.found(work.unit().customers().state(id), ErrorCode.CUSTOMER_NOT_FOUND, "customerId", id);
            return new CustomerStatus(
                    state.customer(),
                    work.now(),
                    state.balance(),
                    notEnded(work, id),
                    OneOffs.pending(work, id),
                    work.unit().invoices().last(id, DocumentType.INVOICE).orElse(null));
        });
    }

    private static List<Subscription> notEnded(Work work, CustomerId id) {
        return work.unit().subscriptions().ofCustomers(List.of(id)).stream()
                .map(SubscriptionState::subscription)
                .filter(subscription -> !subscription.statusAt(work.now()).ended())
                .toList();
    }

    /** Customers in the order of their keys. */
    public List<Customer> list(Page page) {
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().customers().list(page));
    }
}
