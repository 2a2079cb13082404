package io.billing4j.jdbc.internal;

/**
 * The last event that named a value, of those that were read.
 *
 * @param micros when, since 1970
 * @param puts whether it put the value in; else it took that out
 * @param events how many there were
 */
record LastOfValue(String value, long micros, boolean puts, long events) {}
