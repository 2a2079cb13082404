package io.billing4j.server.security;

import java.time.Instant;

/**
 * A token that counts.
 *
 * @param until it counts, clocks that differ included
 */
public record Token(Identity identity, Instant until) {}
