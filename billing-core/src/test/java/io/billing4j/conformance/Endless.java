package io.billing4j.conformance;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A list without an end, such as all periods of a schedule. As many of its elements are compared as are expected, and at
 * least one.
 *
 * @param element the element at an index from 0
 */
record Endless(IntFunction<@Nullable Object> element) {
    List<@Nullable Object> first(int count) {
        return IntStream.range(0, Math.max(1, count))
                .<@Nullable Object>mapToObj(element)
                .toList();
    }
}
