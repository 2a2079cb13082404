package io.billing4j.jdbc.internal;

import java.time.Duration;

/**
 * What a host may choose of the store.
 *
 * @param schema that holds the tables
 * @param lockTimeout how long to wait for a lock, 1 ms or more
 * @param numberingTimeout how long to wait for a number series, 1 ms or more
 * @param bypassAccepted whether to work as a role that passes by the tenants' policies
 */
public record StoreOptions(String schema, Duration lockTimeout, Duration numberingTimeout, boolean bypassAccepted) {}
