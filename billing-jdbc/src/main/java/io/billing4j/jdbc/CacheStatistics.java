package io.billing4j.jdbc;

/**
 * What a store's memory of the catalogue has been good for, since the store was built.
 *
 * @param name {@code meters} or {@code plan_versions}
 * @param size how many entries it holds at the moment, of all tenants; an estimate, while others come and go
 * @param hits look-ups, key by key, that it answered
 * @param misses look-ups that the database was asked for
 * @param evictions entries that went because others needed their place; where they go on, the cache is too small for the
 *     tenants that are served
 */
public record CacheStatistics(String name, long size, long hits, long misses, long evictions) {}
