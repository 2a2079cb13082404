package io.billing4j.invoice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of time; sets of them are lists in which no two touch the same instant.
 *
 * @param endExclusive after the start
 */
record Span(Instant startInclusive, Instant endExclusive) {
    /** What of the spans does not lie in the others. */
    static List<Span> minus(List<Span> spans, List<Span> others) {
        List<Span> rest = spans;
        for (Span other : others) {
            List<Span> cut = new ArrayList<>();
            for (Span span : rest) {
                addIfAny(cut, span.startInclusive, earlier(span.endExclusive, other.startInclusive));
                addIfAny(cut, later(span.startInclusive, other.endExclusive), span.endExclusive);
            }
            rest = cut;
        }
        return rest;
    }

    /** What lies in both. */
    static List<Span> both(List<Span> spans, List<Span> others) {
        List<Span> common = new ArrayList<>();
        for (Span span : spans) {
            for (Span other : others) {
                addIfAny(
                        common,
                        later(span.startInclusive, other.startInclusive),
                        earlier(span.endExclusive, other.endExclusive));
            }
        }
        return common;
    }

    private static void addIfAny(List<Span> spans, Instant startInclusive, Instant endExclusive) {
        if (startInclusive.isBefore(endExclusive)) {
            spans.add(new Span(startInclusive, endExclusive));
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
