package io.billing4j.server.security;

import io.billing4j.error.ErrorCode;

/**
 * How much is asked of one node.
 *
 * @param perSecond calls of one tenant, 1 to 1,000,000; twice as many may come at once after a pause
 * @param atOnce calls of one tenant that are under way, 1 to 100,000, and streams of it that are open
 * @param inAll the same of all tenants, at least {@code atOnce}
 */
public record CallLimits(int perSecond, int atOnce, int inAll) {
    /** Checks the ranges: INVALID_NUMBER. */
    public CallLimits {
        require("perSecond", perSecond, 1, 1_000_000);
        require("atOnce", atOnce, 1, 100_000);
        require("inAll", inAll, atOnce, 1_000_000);
    }

    private static void require(String field, int found, int least, int most) {
        if (found < least || found > most) {
            throw ErrorCode.INVALID_NUMBER.at(field, "expected " + least + " to " + most + " but found " + found);
        }
    }
}
