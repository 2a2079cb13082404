package io.billing4j.server.security;

/** A token that does not count. The message says why to the server's log; clients are not told. */
public final class RejectedTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    RejectedTokenException(String reason) {
        super(reason);
    }
}
