package io.billing4j.server.transport;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Looks at each request before its call does, by the rules in the protos, and refuses it for all that is wrong with it at
 * once. What depends on the books, or on several fields together, is for the call to find.
 */
final class RequestCheck implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onMessage(Q message) {
                check((Message) message);
                super.onMessage(message);
            }
        };
    }

    /** Refuses the request with {@link RequestFaults} if anything is wrong with it. */
    static void check(Message request) {
        Faults faults = new Faults();
        MessageCheck.of(request.getDescriptorForType()).check(request, FieldPath.REQUEST, faults);
        faults.throwIfAny();
    }

    /** Adds what is wrong with a request beside what is known already. */
    static void addTo(Faults known, Message request) {
        try {
            check(request);
        } catch (RequestFaults others) {
            known.addOthers(others.faults());
        }
    }
}
