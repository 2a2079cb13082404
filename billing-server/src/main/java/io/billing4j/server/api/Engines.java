package io.billing4j.server.api;

import com.google.protobuf.Message;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.RequestAnswer;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.server.security.ServedTenants;
import io.billing4j.server.transport.Caller;
import io.billing4j.server.transport.RepeatableRequest;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives each call the engine of its caller, and makes one that is sent again with its key as its option {@code repeats} says.
 *
 * @param tenants that there are for callers
 */
record Engines(Billing4J billing, ServedTenants tenants) {
    /**
     * Answers with what the work makes of the caller's engine. What it throws goes up unchanged: the transport knows what
     * to make of it.
     */
    <T extends Message> void answer(StreamObserver<T> observer, Function<BillingEngine, T> work) {
        change(observer, Seen.ANY, work);
    }

    /** The same for what is no command of the engine's, and is done in somebody's name all the same. */
    <T extends Message> void answerCaller(StreamObserver<T> observer, Function<Caller, T> work) {
        Caller caller = caller();
        change(observer, caller, Seen.ANY, engine -> work.apply(caller));
    }

    /** The same, unless what it changes is not what the caller has seen: if there is something, both are one transaction. */
    <T extends Message> void change(StreamObserver<T> observer, Seen seen, Function<BillingEngine, T> work) {
        change(observer, caller(), seen, work);
    }

    private <T extends Message> void change(
            StreamObserver<T> observer, Caller caller, Seen seen, Function<BillingEngine, T> work) {
        RepeatableRequest request = RepeatableRequest.current();
        Function<BillingEngine, T> checked = engine -> {
            seen.require(engine);
            return work.apply(engine);
        };
        T message;
        if (request == null) {
            message = seen.isAny()
                    ? work.apply(of(caller))
                    : billing.inTransaction(caller.tenant(), caller.actor(), checked);
        } else {
            message = seen.isAny() && request.repeats() == Repeats.NATURAL
                    ? again(of(caller), request, work)
                    : once(caller, request, checked);
        }
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

    /**
     * Each time, in transactions of its own. The key of what is refused then stays taken, which is no harm to who sends the same
     * again.
     */
    private static <T> T again(BillingEngine engine, RepeatableRequest request, Function<BillingEngine, T> work) {
        naming(() -> engine.requests().claim(request.key(), request.call(), request.hash()));
        return work.apply(engine);
    }

    /** Once, in one transaction with the key. */
    private <T extends Message> T once(Caller caller, RepeatableRequest request, Function<BillingEngine, T> work) {
        RequestAnswer answer = naming(() -> billing.inTransaction(
                caller.tenant(),
                caller.actor(),
                engine -> engine.requests()
                        .once(
                                request.key(),
                                request.call(),
                                request.hash(),
                                () -> work.apply(engine).toByteArray())));
        if (answer.replayed()) {
            request.tellReplayed();
        }
        // What is kept with the name of this call was made by it, and is of its type.
        @SuppressWarnings("unchecked")
        T message = (T) request.answer(answer.bytes());
        return message;
    }

    /** The engine knows no headers. */
    private static <T> T naming(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (BillingException e) {
            if (e.code() == ErrorCode.IDEMPOTENCY_CONFLICT && "idempotencyKey".equals(e.field())) {
                throw e.code().at(RepeatableRequest.FIELD, e.detail());
            }
            throw e;
        }
    }
}
