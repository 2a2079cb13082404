package io.billing4j.server.api;

import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.CreateCustomerRequest;
import io.billing4j.grpc.v1.CreateEntityRequest;
import io.billing4j.grpc.v1.Customer;
import io.billing4j.grpc.v1.CustomerServiceGrpc;
import io.billing4j.grpc.v1.CustomerStatus;
import io.billing4j.grpc.v1.GetCustomerRequest;
import io.billing4j.grpc.v1.GetCustomerStatusRequest;
import io.billing4j.grpc.v1.GetEntityRequest;
import io.billing4j.grpc.v1.InvoicingEntity;
import io.billing4j.grpc.v1.ListCustomersRequest;
import io.billing4j.grpc.v1.ListCustomersResponse;
import io.billing4j.grpc.v1.ListEntitiesRequest;
import io.billing4j.grpc.v1.ListEntitiesResponse;
import io.billing4j.grpc.v1.MoveCustomerRequest;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Creates and shows customers. */
final class CustomerCalls extends CustomerServiceGrpc.CustomerServiceImplBase {
    private final Engines engines;

    CustomerCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void createCustomer(CreateCustomerRequest request, StreamObserver<Customer> observer) {
        engines.answer(
                observer, engine -> CustomerMessages.of(engine.customers().create(CustomerMessages.read(request))));
    }

    @Override
    public void getCustomer(GetCustomerRequest request, StreamObserver<Customer> observer) {
        engines.answer(observer, engine -> {
            CustomerId id = CustomerId.of(request.getCustomerId());
            return engine.customers()
                    .find(id)
                    .map(CustomerMessages::of)
                    .orElseThrow(() -> ErrorCode.CUSTOMER_NOT_FOUND.missing("customerId", id));
        });
    }

    @Override
    public void moveCustomer(MoveCustomerRequest request, StreamObserver<Customer> observer) {
        engines.change(
                observer,
                Seen.customer(request.getIfRevision(), request.getCustomerId()),
                engine -> CustomerMessages.of(engine.customers()
                        .moveTo(
                                CustomerId.of(request.getCustomerId()),
                                Reading.required("entity", request.getEntity(), (field, key) -> EntityId.of(key)))));
    }

    @Override
    public void createEntity(CreateEntityRequest request, StreamObserver<InvoicingEntity> observer) {
        engines.answer(
                observer,
                engine -> CustomerMessages.of(
                        engine.entities().create(EntityId.of(request.getEntityId()), request.getName())));
    }

    @Override
    public void getEntity(GetEntityRequest request, StreamObserver<InvoicingEntity> observer) {
        engines.answer(observer, engine -> {
            EntityId id = EntityId.of(request.getEntityId());
            return engine.entities()
                    .find(id)
                    .map(CustomerMessages::of)
                    .orElseThrow(() -> ErrorCode.ENTITY_NOT_FOUND.missing("entityId", id));
        });
    }

    @Override
    public void listEntities(ListEntitiesRequest request, StreamObserver<ListEntitiesResponse> observer) {
        Page page = Paging.byKey(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.customer.InvoicingEntity> entities =
                    engine.entities().list(page);
            return ListEntitiesResponse.newBuilder()
                    .addAllEntities(entities.stream().map(CustomerMessages::of).toList())
                    .setNextPageToken(Paging.next(page, entities, io.billing4j.customer.InvoicingEntity::id))
                    .build();
        });
    }

    @Override
    public void listCustomers(ListCustomersRequest request, StreamObserver<ListCustomersResponse> observer) {
        Page page = Paging.byKey(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.customer.Customer> customers = engine.customers().list(page);
            return ListCustomersResponse.newBuilder()
                    .addAllCustomers(
                            customers.stream().map(CustomerMessages::of).toList())
                    .setNextPageToken(Paging.next(page, customers, io.billing4j.customer.Customer::id))
                    .build();
        });
    }

    @Override
    public void getCustomerStatus(GetCustomerStatusRequest request, StreamObserver<CustomerStatus> observer) {
        engines.answer(
                observer,
                engine -> CustomerMessages.of(engine.customers().status(CustomerId.of(request.getCustomerId()))));
    }
}
