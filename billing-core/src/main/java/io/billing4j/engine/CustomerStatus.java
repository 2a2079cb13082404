package io.billing4j.engine;

import io.billing4j.customer.Customer;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * How things stand with a customer.
 *
 * @param at the business time at which they do
 * @param balance what the books owe the customer; below zero where a document that had added to it is void and not made again yet
 * @param subscriptions those that have not ended, in the order of their keys
 * @param pendingOneOffs what waits for a document, in the order in which it was added
 * @param lastInvoice the one that was made last, whatever has become of it; null where there is none
 */
public record CustomerStatus(
        Customer customer,
        Instant at,
        Money balance,
        List<Subscription> subscriptions,
        List<OneOffCharge> pendingOneOffs,
        @Nullable Invoice lastInvoice) {
    /** Keeps copies. */
    public CustomerStatus {
        subscriptions = List.copyOf(subscriptions);
        pendingOneOffs = List.copyOf(pendingOneOffs);
    }
}
