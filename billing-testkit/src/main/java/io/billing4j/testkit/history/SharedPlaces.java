package io.billing4j.testkit.history;

import java.util.List;

/**
 * Places that were filled since the last time. A subscription may have several on one day: the second one begins another document, as what
 * stands on the first counts for it, so that a third subscription is with the one or with the other.
 */
record SharedPlaces(List<PlainPlace> places, String joined) {
    /** Whether two places have to be on one document. */
    boolean together(PlainPlace one, PlainPlace other) {
        return one.belongsWith(other, joined)
                && !behindLater(one)
                && !behindLater(other)
                && ((first(one) && first(other))
                        || places.stream()
                                .filter(place -> place.equals(one)
                                        || place.belongsWith(one, joined)
                                        || place.belongsWith(other, joined))
                                .allMatch(this::last));
    }

    /** Whether the subscription has a place of a later day that goes before, since it was begun before: the documents of a day do not wait for that. */
    private boolean behindLater(PlainPlace place) {
        return places.stream()
                .anyMatch(other -> other.subscription().equals(place.subscription())
                        && other.day().isAfter(place.day())
                        && !other.made().isAfter(place.made()));
    }

    private boolean first(PlainPlace place) {
        return places.stream()
                .noneMatch(other -> another(place, other) && other.made().isBefore(place.made()));
    }

    private boolean last(PlainPlace place) {
        return places.stream()
                .noneMatch(other -> another(place, other)
                        && (other.document().isEmpty() || other.made().isAfter(place.made())));
    }

    /** Whether a place is another one of a subscription's day: one for which nothing was due may have been filled by any run. */
    private static boolean another(PlainPlace place, PlainPlace other) {
        return !place.equals(other)
                && place.subscription().equals(other.subscription())
                && place.day().equals(other.day())
                && (other.document().isEmpty() || other.run().equals(place.run()));
    }
}
