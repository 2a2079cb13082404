package io.billing4j.testkit;

import io.billing4j.store.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads lists page by page, and knows keys that are easily sorted the wrong way. */
final class Pages {
    /** In the order of code points, which no dictionary and no number has. */
    static final List<String> KEYS_IN_ORDER =
            List.of("-", ".", "0", "10", "100", "9", ":", "A", "Z", "Za", "_", "a", "a-b", "a.b", "aB", "ab", "b", "z");

    /** The same keys, the odd ones backwards and then the even ones. */
    static final List<String> KEYS_SHUFFLED = shuffled(KEYS_IN_ORDER);

    private static final int MOST_PAGES = 100;

    private Pages() {}

    /** All pages of a size, put together; each page but the last is full. */
    static <T> List<T> all(int size, Function<Page, List<T>> list, Function<T, String> key) {
        List<T> all = new ArrayList<>();
        Page page = Page.first(size);
        for (int i = 0; i < MOST_PAGES; i++) {
            List<T> entries = list.apply(page);
            all.addAll(entries);
            if (entries.size() != size) {
                return all;
            }
            page = page.after(key.apply(entries.get(size - 1)));
        }
        throw new AssertionError("the pages have no end: " + all);
    }

    static <T> List<T> shuffled(List<T> ordered) {
        List<T> shuffled = new ArrayList<>();
        for (int i = ordered.size() - 1; i >= 0; i--) {
            if (i % 2 == 1) {
                shuffled.add(ordered.get(i));
            }
        }
        for (int i = 0; i < ordered.size(); i += 2) {
            shuffled.add(ordered.get(i));
        }
        return shuffled;
    }
}
