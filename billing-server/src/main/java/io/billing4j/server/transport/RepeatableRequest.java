package io.billing4j.server.transport;

import com.google.protobuf.Message;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.billing4j.grpc.v1.Repeats;
import io.billing4j.id.ContentHash;
import io.billing4j.id.RequestKey;
import io.grpc.MethodDescriptor;
import io.netty.util.AttributeKey;
import java.io.ByteArrayInputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that its caller has given a key, to be able to send it again.
 *
 * @param repeats {@code REMEMBERED} or {@code NATURAL}
 * @param request as it was checked
 */
public record RepeatableRequest(RequestKey key, Repeats repeats, MethodDescriptor<?, ?> method, Message request) {
    /** Where the key stands: a header, and gRPC metadata. */
    public static final String HEADER = "idempotency-key";

    /** What errors name it by. */
    public static final String FIELD = "Idempotency-Key";

    /** The header of an answer that was given before. */
    public static final String REPLAYED = "idempotency-replayed";

    static final AttributeKey<RepeatableRequest> CURRENT = AttributeKey.valueOf(RepeatableRequest.class, "CURRENT");

    /** The one that the current thread serves, or null where its request has no key. */
    public static @Nullable RepeatableRequest current() {
        return ServiceRequestContext.current().attr(CURRENT);
    }

    /** What is asked for, such as {@code CreatePlan}. */
    public String call() {
        return Objects.requireNonNull(method.getBareMethodName(), "a call has a name");
    }

    /** Of what it is asked with. */
    public ContentHash hash() {
        return MessageHash.of(call(), request);
    }

    /** The answer that was kept as bytes, in the words of the call. */
    public Object answer(byte[] kept) {
        return method.parseResponse(new ByteArrayInputStream(kept));
    }

    /** Says in the answer's headers that it was given before. */
    public void tellReplayed() {
        ServiceRequestContext.current().mutateAdditionalResponseHeaders(headers -> headers.set(REPLAYED, "true"));
    }
}
