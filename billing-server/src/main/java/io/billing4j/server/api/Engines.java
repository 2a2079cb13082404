package io.billing4j.server.api;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.server.security.ServedTenants;
import io.billing4j.server.transport.Caller;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.function.Function;

/**
 * Gives each call the engine of its caller.
 *
 * @param tenants that there are for callers
 */
record Engines(Billing4J billing, ServedTenants tenants) {
    /**
     * Answers with what the work makes of the caller's engine. What it throws goes up unchanged: the transport knows what
     * to make of it.
     */
    <T> void answer(StreamObserver<T> observer, Function<BillingEngine, T> work) {
        T message = work.apply(of(caller()));
        observer.onNext(message);
        observer.onCompleted();
    }

    /**
     * Who calls.
     *
     * @throws io.billing4j.error.BillingException TENANT_NOT_FOUND
     */
    Caller caller() {
        return Caller.current(tenants);
    }

    /** Everything for the caller's tenant, in the caller's name. */
    BillingEngine of(Caller caller) {
        return billing.forTenant(caller.tenant(), caller.actor());
    }

    /** What time it is for the engine's tenant. */
    Instant now(BillingEngine engine) {
        return engine.timeTravel().now();
    }
}
