package io.billing4j.server.transport;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.billing4j.error.ErrorCode;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * How far a client's stream of messages has come. Whatever ends the stream early, the client is told this with the error.
 *
 * @param next path of the message that is waited for or at work, such as {@code batches[2]}
 * @param done what was committed before, in the words of the call's answer
 */
public record StreamState(String next, Message done) {
    private static final AttributeKey<StreamState> STATE = AttributeKey.valueOf(StreamState.class, "STATE");

    /** Notes it for the call that the current thread serves. */
    public void note() {
        ServiceRequestContext.current().setAttr(STATE, this);
    }

    /** What was last noted for the request, or null for one that is no stream or has done nothing yet. */
    static @Nullable StreamState of(RequestContext context) {
        return context.attr(STATE);
    }

    /** The error, at this place where it is about a message that was refused before the call saw it. */
    ApiError located(ApiError error, Throwable cause) {
        boolean unread = error.code() == ErrorCode.MALFORMED_REQUEST && error.field() == null;
        return unread || cause instanceof RequestFaults ? error.within(next) : error;
    }
}
