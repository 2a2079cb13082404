package io.billing4j.engine;

import io.billing4j.id.SubscriptionId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Documents of one day that further places may be put on, in the order of their first ones. */
final class OpenDocuments {
    private final Map<DocumentKey, List<Filling>> open = new LinkedHashMap<>();
    private final Consumer<List<Filling>> close;

    OpenDocuments(Consumer<List<Filling>> close) {
        this.close = close;
    }

    /** Puts a place on the document that it is for. */
    void add(DocumentKey key, Filling filling) {
        open.computeIfAbsent(key, first -> new ArrayList<>()).add(filling);
    }

    /** Whether a place of the subscription is on one of them. */
    boolean holds(SubscriptionId subscription) {
        return open.values().stream()
                .flatMap(List::stream)
                .anyMatch(filling -> filling.of().id().equals(subscription));
    }

    /** Makes those of other days. */
    void closeBut(LocalDate day) {
        close((key, fillings) -> !key.day().equals(day));
    }

    /** Makes those with a place of the subscription: what stands on them counts for its next ones. */
    void closeOf(SubscriptionId subscription) {
        close((key, fillings) ->
                fillings.stream().anyMatch(filling -> filling.of().id().equals(subscription)));
    }

    /** Makes all that are left. */
    void closeAll() {
        close((key, fillings) -> true);
    }

    private void close(Which which) {
        for (Iterator<Map.Entry<DocumentKey, List<Filling>>> all =
                        open.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<DocumentKey, List<Filling>> one = all.next();
            if (which.test(one.getKey(), one.getValue())) {
                all.remove();
                close.accept(one.getValue());
            }
        }
    }

    private interface Which {
        boolean test(DocumentKey key, Collection<Filling> fillings);
    }
}
