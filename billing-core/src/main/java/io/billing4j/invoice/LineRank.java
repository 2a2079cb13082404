package io.billing4j.invoice;

import java.util.Comparator;

/** The order of lines that ask for something, whatever numbers they have: who gets the cent of equals. */
record LineRank(LineKey key) implements Comparable<LineRank> {
    private static final Comparator<LineKey> ORDER = Comparator.comparing(LineKey::subscription)
            .thenComparing(key -> key.plan().plan())
            .thenComparing(key -> key.plan().version())
            .thenComparing(LineKey::charge)
            .thenComparing(LineKey::kind)
            .thenComparing(key -> key.service().startInclusive())
            .thenComparing(key -> key.service().endExclusive());

    @Override
    public int compareTo(LineRank other) {
        return ORDER.compare(key, other.key);
    }
}
