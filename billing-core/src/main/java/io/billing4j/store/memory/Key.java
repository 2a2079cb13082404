package io.billing4j.store.memory;

import org.jspecify.annotations.Nullable;

/**
 * A key of two parts, ordered by the first and then by the second.
 *
 * @param second null for a key that is less than all others with the same first part
 */
record Key<A extends Comparable<? super A>, B extends Comparable<? super B>>(
        A first, @Nullable B second) implements Comparable<Key<A, B>> {

    static <A extends Comparable<? super A>, B extends Comparable<? super B>> Key<A, B> of(A first, B second) {
        return new Key<>(first, second);
    }

    /** Less than all keys with this first part, and more than all with a lesser one. */
    static <A extends Comparable<? super A>, B extends Comparable<? super B>> Key<A, B> startOf(A first) {
        return new Key<>(first, null);
    }

    @Override
    public int compareTo(Key<A, B> other) {
        int byFirst = first.compareTo(other.first);
        if (byFirst != 0) {
            return byFirst;
        }
        if (second == null || other.second == null) {
            return Boolean.compare(second != null, other.second != null);
        }
        return second.compareTo(other.second);
    }
}
