package io.billing4j.server.api;

import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.CreateCustomerRequest;
import io.billing4j.grpc.v1.Customer;
import io.billing4j.grpc.v1.CustomerServiceGrpc;
import io.billing4j.grpc.v1.GetCustomerRequest;
import io.billing4j.grpc.v1.ListCustomersRequest;
import io.billing4j.grpc.v1.ListCustomersResponse;
import io.billing4j.id.CustomerId;
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
                    .orElseThrow(() -> ErrorCode.CUSTOMER_NOT_FOUND.at("customerId", "there is no customer " + id));
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
}
