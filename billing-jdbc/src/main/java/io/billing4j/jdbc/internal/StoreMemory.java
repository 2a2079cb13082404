package io.billing4j.jdbc.internal;

/**
 * What a store remembers between transactions, all of it committed and none of it changing.
 *
 * @param months that usage has a partition for
 */
public record StoreMemory(CatalogCache catalog, KnownMonths months) {
    /** No memories. */
    public StoreMemory() {
        this(new CatalogCache(), new KnownMonths());
    }
}
