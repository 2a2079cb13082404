package io.billing4j.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * How much is due, and a mark of what it is: the same while the same things are due, and another one where others are, also where they
 * are as many. It says something beside another mark of the same store alone; two that differ are the same once in 2<sup>64</sup>.
 *
 * @param count 0 or more
 * @param mark 0 where nothing is due
 */
public record DueCount(long count, long mark) {
    /** Of things by their keys, in any order. */
    public static DueCount of(long count, List<String> keys) {
        return new DueCount(count, keys.stream().mapToLong(DueCount::mark).reduce(0, (left, right) -> left ^ right));
    }

    private static long mark(String key) {
        UUID hash = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
        return hash.getMostSignificantBits() ^ hash.getLeastSignificantBits();
    }
}
