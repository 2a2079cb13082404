package io.billing4j.server.transport;

import com.google.protobuf.Message;

/** Lets tests of other packages ask what the rules in the protos say of a request. */
public final class RequestRules {
    private RequestRules() {}

    /** Whether it keeps them all. */
    public static boolean keptBy(Message request) {
        try {
            RequestCheck.check(request);
            return true;
        } catch (RequestFaults broken) {
            return false;
        }
    }
}
