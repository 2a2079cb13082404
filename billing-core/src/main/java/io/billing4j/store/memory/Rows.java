package io.billing4j.store.memory;

import io.billing4j.error.BillingException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table within one transaction: what it writes is undone with the transaction, and it is refused once that has ended. */
final class Rows<K extends Comparable<? super K>, V> {
    private final NavigableMap<K, V> values;
    private final Transaction transaction;

    Rows(NavigableMap<K, V> values, Transaction transaction) {
        this.values = values;
        this.transaction = transaction;
    }

    Optional<V> find(K key) {
        transaction.requireOpen();
        return Optional.ofNullable(values.get(key));
    }

    /** The value of a key that must be there; the refusal ends the transaction. */
    V require(K key, Supplier<BillingException> refusal) {
        return find(key).orElseThrow(() -> transaction.refuse(refusal.get()));
    }

    /** The values of those keys that are there, in the order of keys. */
    Map<K, V> findAll(Collection<K> keys) {
        transaction.requireOpen();
        Map<K, V> found = new LinkedHashMap<>();
        for (K key : new TreeSet<>(keys)) {
            V value = values.get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    /** Adds a value; if its key is taken the refusal ends the transaction. */
    void insert(K key, V value, Supplier<BillingException> refusal) {
        transaction.requireOpen();
        if (values.containsKey(key)) {
            throw transaction.refuse(refusal.get());
        }
        put(key, value);
    }

    /** Adds a value, or puts it in the place of the one that is there. */
    void put(K key, V value) {
        transaction.requireOpen();
        V before = values.get(key);
        transaction.undo(() -> restore(key, before));
        values.put(key, value);
    }

    void remove(K key) {
        transaction.requireOpen();
        V before = values.get(key);
        transaction.undo(() -> restore(key, before));
        values.remove(key);
    }

    /** The greatest key. */
    Optional<K> lastKey() {
        transaction.requireOpen();
        return values.isEmpty() ? Optional.empty() : Optional.of(values.lastKey());
    }

    /** Values in the order of their keys, from the first key after the given one; from the very first where it is null. */
    Stream<V> after(@Nullable K key) {
        transaction.requireOpen();
        return (key == null ? values : values.tailMap(key, false)).values().stream();
    }

    /** Values in the order of their keys. */
    Stream<V> between(K startInclusive, K endExclusive) {
        transaction.requireOpen();
        return values.subMap(startInclusive, endExclusive).values().stream();
    }

    /** Entries in the order of their keys, from the first key after the given one. */
    Stream<Map.Entry<K, V>> entriesAfter(K key) {
        transaction.requireOpen();
        return values.tailMap(key, false).entrySet().stream();
    }

    private void restore(K key, @Nullable V before) {
        if (before == null) {
            values.remove(key);
        } else {
            values.put(key, before);
        }
    }
}
