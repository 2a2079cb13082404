package io.billing4j.server.transport;

import org.jspecify.annotations.Nullable;

/**
 * Where a check of a request has come to, such as {@code charges[1].price}. Its text is made only where a fault is found.
 *
 * @param outer what it is in, or null for the request itself
 * @param index the place in a list, from 0; below zero for a field that is none
 */
record FieldPath(@Nullable FieldPath outer, String name, int index) {
    /** The request itself, whose text is empty. */
    static final FieldPath REQUEST = new FieldPath(null, "", -1);

    FieldPath field(String inner) {
        return new FieldPath(this, inner, -1);
    }

    FieldPath element(String list, int place) {
        return new FieldPath(this, list, place);
    }

    FieldPath entry(String map, String key) {
        return new FieldPath(this, map + "[" + JsonFields.shown(key) + "]", -1);
    }

    @Override
    public String toString() {
        String own = index < 0 ? name : name + "[" + index + "]";
        return outer == null ? own : JsonFields.path(outer.toString(), own);
    }
}
