package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A place of a subscription, and what a document has for it.
 *
 * @param lines the numbers of its lines on the document, in ascending order, those of one-off charges that it has taken included; none where nothing is due for it
 * @param left periods of the subscription whose difference the document leaves alone
 */
public record FilledPlace(SubscriptionId subscription, SlotPlace place, List<Integer> lines, List<WindowFinding> left) {
    /** Keeps copies. */
    public FilledPlace {
        lines = List.copyOf(lines);
        left = List.copyOf(left);
    }

    /**
     * A place.
     *
     * @param before how many lines stand before its first
     * @param all how many lines all places have, behind which these one-off charges stand
     */
    static FilledPlace of(PlaceLines own, int before, int all, List<OneOffCharge> oneOffs) {
        return new FilledPlace(
                own.subscription(),
                own.place(),
                Stream.concat(
                                numbers(before, own.lines().size()).stream(),
                                numbers(all, oneOffs.size()).stream()
                                        .filter(number -> own.oneOffs().contains(oneOffs.get(number - all - 1))))
                        .toList(),
                own.left());
    }

    /** The same place without lines. */
    FilledPlace empty() {
        return new FilledPlace(subscription, place, List.of(), left);
    }

    /** So many numbers, from the one after the last before them. */
    static List<Integer> numbers(int before, int count) {
        return IntStream.rangeClosed(before + 1, before + count).boxed().toList();
    }

    /** The slot as it is once its document is stored. */
    public InvoiceSlot slot(InvoiceId document) {
        return lines.isEmpty()
                ? InvoiceSlot.skipped(subscription, place)
                : InvoiceSlot.invoiced(subscription, place, document);
    }
}
