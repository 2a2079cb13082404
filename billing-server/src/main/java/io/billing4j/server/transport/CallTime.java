package io.billing4j.server.transport;

import com.linecorp.armeria.server.ServiceRequestContext;

/** How long a call may take. */
public final class CallTime {
    private CallTime() {}

    /** Lifts the server's limit from the call that the current thread serves; a deadline that the client set stays. */
    public static void asLongAsItTakes() {
        ServiceRequestContext context = ServiceRequestContext.current();
        if (!context.request().headers().contains(CallDeadlines.HEADER)) {
            context.clearRequestTimeout();
        }
    }
}
