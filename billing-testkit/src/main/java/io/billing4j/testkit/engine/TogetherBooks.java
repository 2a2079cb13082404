package io.billing4j.testkit.engine;

import io.billing4j.audit.Actor;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.InvoiceObservation;
import io.billing4j.engine.NewCustomer;
import io.billing4j.error.ErrorCategory;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** What tests of several commands in one transaction start from. */
abstract class TogetherBooks extends EngineBooks {
    static final CustomerId BOB = CustomerId.of("bob");
    static final CustomerId CYD = CustomerId.of("cyd");
    static final Actor CLERK = new Actor("user:clerk", "c-1");

    /** What the observer of {@link #watched} was told of documents. */
    final List<String> told = Collections.synchronizedList(new ArrayList<>());

    TogetherBooks(EngineFixture fixture) {
        super(fixture);
    }

    final <T> T together(Function<BillingEngine, T> work) {
        return billing().inTransaction(tenant, CLERK, work);
    }

    /** Another process on a store, which says what its observer is told. */
    final Billing4J watched(BillingStore store) {
        return Billing4J.builder(store)
                .clock(clock)
                .observer(new EngineObserver() {
                    @Override
                    public void invoiceStarted(InvoiceObservation observation) {
                        told.add("started");
                    }

                    @Override
                    public void invoiceSucceeded(InvoiceObservation observation) {
                        told.add("succeeded");
                    }

                    @Override
                    public void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {
                        told.add("failed " + category);
                    }
                })
                .build();
    }

    final List<CustomerId> customers() {
        return engine().customers().list(Page.first(100)).stream()
                .map(customer -> customer.id())
                .toList();
    }

    static CustomerId create(BillingEngine engine, CustomerId id) {
        return engine.customers().create(NewCustomer.of(id, id.value())).id();
    }

    /** Ada's document for November. */
    static InvoiceGenerationRequest november() {
        return InvoiceGenerationRequest.of(
                SubscriptionId.of(ADA.value()),
                Instant.parse("2023-11-01T00:00:00Z"),
                Instant.parse("2023-12-01T00:00:00Z"));
    }
}
