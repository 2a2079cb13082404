package io.billing4j.server.transport;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.util.Optional;

/** How long a call may take. */
public final class CallTime {
    private CallTime() {}

    /** Lifts the server's limit from the call that the current thread serves; a deadline that the client set stays. */
    public static void asLongAsItTakes() {
        ServiceRequestContext context = ServiceRequestContext.current();
        MediaType type = context.request().contentType();
        Optional<Duration> own = type != null && StrictRequests.framed(type)
                ? CallDeadlines.of(context.request().headers().get(CallDeadlines.HEADER))
                : Optional.empty();
        own.ifPresentOrElse(
                wait -> context.setRequestTimeout(TimeoutMode.SET_FROM_START, wait), context::clearRequestTimeout);
    }
}
