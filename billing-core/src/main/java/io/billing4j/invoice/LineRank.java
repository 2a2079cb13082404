package io.billing4j.invoice;

import java.util.Comparator;

/**
 * The order of lines, whatever numbers they have: who gets the cent of equals. Two that ask for the same are told apart by what they
 * correct: one asks for the first time, the other again.
 */
record LineRank(LineKey key) implements Comparable<LineRank> {
    private static final Comparator<LineKey> ORDER = Comparator.comparing(LineKey::subject)
            .thenComparing(LineKey::kind)
            .thenComparing(key -> key.service().startInclusive())
            .thenComparing(key -> key.service().endExclusive())
            .thenComparing(
                    LineKey::corrects,
                    Comparator.nullsFirst(
                            Comparator.comparing((LineRef ref) -> ref.invoice().value())
                                    .thenComparing(LineRef::number)));

    @Override
    public int compareTo(LineRank other) {
        return ORDER.compare(key, other.key);
    }
}
