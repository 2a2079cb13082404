package io.billing4j.server.api;

import io.billing4j.customer.Customer;
import io.billing4j.customer.InvoicingEntity;
import io.billing4j.engine.CustomerStatus;
import io.billing4j.engine.NewCustomer;
import io.billing4j.grpc.v1.CreateCustomerRequest;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.money.Currencies;
import io.billing4j.server.transport.Values;

/** Customers as messages. */
final class CustomerMessages {
    private CustomerMessages() {}

    static NewCustomer read(CreateCustomerRequest request) {
        return new NewCustomer(
                CustomerId.of(request.getCustomerId()),
                request.getName(),
                Reading.optional(request.getCurrency(), code -> Currencies.currency("currency", code)),
                Reading.optional(request.getTimeZone(), zone -> Values.zone("timeZone", zone)),
                Reading.optional(request.getEntity(), EntityId::of));
    }

    static io.billing4j.grpc.v1.Customer of(Customer customer) {
        io.billing4j.grpc.v1.Customer.Builder message = io.billing4j.grpc.v1.Customer.newBuilder()
                .setCustomerId(customer.id().value())
                .setName(customer.name())
                .setCurrency(customer.currency().getCode())
                .setTimeZone(customer.zone().getId())
                .setCreatedAt(Writing.timestamp(customer.createdAt()))
                .setEntity(customer.entity().value());
        return message.setRevision(Writing.revision(message.build())).build();
    }

    static io.billing4j.grpc.v1.InvoicingEntity of(InvoicingEntity entity) {
        return io.billing4j.grpc.v1.InvoicingEntity.newBuilder()
                .setEntityId(entity.id().value())
                .setName(entity.name())
                .setCreatedAt(Writing.timestamp(entity.createdAt()))
                .build();
    }

    static io.billing4j.grpc.v1.CustomerStatus of(CustomerStatus status) {
        io.billing4j.grpc.v1.CustomerStatus.Builder message = io.billing4j.grpc.v1.CustomerStatus.newBuilder()
                .setCustomer(of(status.customer()))
                .setBalance(Writing.money(status.balance()))
                .addAllSubscriptions(status.subscriptions().stream()
                        .map(subscription -> SubscriptionMessages.of(subscription, status.at()))
                        .toList())
                .addAllPendingOneOffs(OneOffMessages.of(status.pendingOneOffs()));
        if (status.lastInvoice() != null) {
            message.setLastInvoice(InvoiceMessages.of(status.lastInvoice()));
        }
        return message.build();
    }
}
