package io.billing4j.server;

import io.billing4j.server.transport.BillingServer;
import java.time.Duration;

/**
 * What requests are held to.
 *
 * @param requestBytes of a request, or of a message of a stream
 * @param call how long a call may take, unless it is a run
 * @param stream how long a client may stream that sets no deadline
 */
record LimitConfiguration(int requestBytes, Duration call, Duration stream) {
    /** As it was set. */
    static LimitConfiguration of(SettingValues values) {
        return new LimitConfiguration(
                values.number(Setting.LIMITS_REQUEST_BYTES, 1_024, 104_857_600),
                Duration.ofSeconds(values.number(Setting.LIMITS_CALL_SECONDS, 1, 3_600)),
                Duration.ofSeconds(values.number(Setting.LIMITS_STREAM_SECONDS, 1, 86_400)));
    }

    /** The server with these limits. */
    BillingServer.Builder on(BillingServer.Builder server) {
        return server.longest(requestBytes).slowest(call).longestStream(stream);
    }
}
