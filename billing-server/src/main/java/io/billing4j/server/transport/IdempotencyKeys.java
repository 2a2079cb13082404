package io.billing4j.server.transport;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.grpc.v1.RulesProto;
import io.billing4j.id.RequestKey;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Takes the key that a request is sent with, and sees to it as the call's option {@code repeats} says: it becomes a field of the
 * request, or what the call finds as {@link RepeatableRequest}.
 */
final class IdempotencyKeys implements ServerInterceptor {
    private static final String FIELD = "idempotency_key";
    private static final Pattern KEY = Pattern.compile("[!-~](?:[ -~]{0," + (RequestKey.MAX_LENGTH - 2) + "}[!-~])?");

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ServiceRequestContext context = ServiceRequestContext.current();
        List<String> sent = context.request().headers().getAll(RepeatableRequest.HEADER);
        if (sent.isEmpty()) {
            return next.startCall(call, headers);
        }
        MethodDescriptor<Q, A> method = call.getMethodDescriptor();
        Repeats repeats = repeats(method);
        if (repeats == Repeats.REPEATS_UNSPECIFIED) {
            throw malformed("expected none, since the call only reads or streams");
        }
        RequestKey key = key(sent);
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onMessage(Q message) {
                if (repeats == Repeats.KEYED) {
                    super.onMessage(filled(method, message, key));
                } else {
                    context.setAttr(
                            RepeatableRequest.CURRENT, new RepeatableRequest(key, repeats, method, (Message) message));
                    super.onMessage(message);
                }
            }
        };
    }

    private static Repeats repeats(MethodDescriptor<?, ?> method) {
        return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier described
                ? described.getMethodDescriptor().getOptions().getExtension(RulesProto.repeats)
                : Repeats.REPEATS_UNSPECIFIED;
    }

    private static RequestKey key(List<String> sent) {
        if (sent.size() > 1) {
            throw malformed("expected one but found " + sent.size());
        }
        if (!KEY.matcher(sent.get(0)).matches()) {
            throw ErrorCode.INVALID_KEY.at(
                    RepeatableRequest.FIELD, "expected 1 to " + RequestKey.MAX_LENGTH + " printable ASCII characters");
        }
        return RequestKey.of(sent.get(0));
    }

    /** The request with its key, whichever of the two ways that came. */
    private static <Q> Q filled(MethodDescriptor<Q, ?> method, Q request, RequestKey key) {
        Message message = (Message) request;
        FieldDescriptor field = Objects.requireNonNull(
                message.getDescriptorForType().findFieldByName(FIELD), "a call that is KEYED has a key");
        Object own = message.getField(field);
        if (own.equals(key.value())) {
            return request;
        }
        if (!own.equals("")) {
            throw malformed("expected none beside another " + field.getJsonName());
        }
        PrototypeMarshaller<Q> type = (PrototypeMarshaller<Q>) method.getRequestMarshaller();
        return type.getMessageClass()
                .cast(message.toBuilder().setField(field, key.value()).build());
    }

    private static RuntimeException malformed(String detail) {
        return ErrorCode.MALFORMED_REQUEST.at(RepeatableRequest.FIELD, detail);
    }
}
