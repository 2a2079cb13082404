package io.billing4j.store.memory;

import java.util.NavigableMap;
import java.util.TreeMap;

/** Values in the order of their keys. It is read and written through {@link #in}, by whoever has the tenant's books. */
final class Table<K extends Comparable<? super K>, V> {
    private final NavigableMap<K, V> values = new TreeMap<>();

    /** The table as the transaction sees and changes it. */
    Rows<K, V> in(Transaction transaction) {
        return new Rows<>(values, transaction);
    }
}
