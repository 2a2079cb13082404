package io.billing4j.invoice;

import io.billing4j.id.SubscriptionId;
import io.billing4j.subscription.Subscription;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one place asks for and gives back, before discounts and taxes: its part of a document. */
public final class PlaceLines {
    /** The place that is due first has a coupon that is for one subscription only. */
    static final Comparator<PlaceLines> AS_DUE =
            Comparator.comparing((PlaceLines one) -> one.place.dueAt()).thenComparing(PlaceLines::subscription);

    private final SubscriptionId subscription;
    private final SlotPlace place;
    private final @Nullable String group;
    private final List<LineDraft> lines;
    private final List<WindowFinding> left;

    PlaceLines(Subscription subscription, SlotPlace place, List<LineDraft> lines, List<WindowFinding> left) {
        this.subscription = subscription.id();
        this.group = subscription.group();
        this.place = place;
        this.lines = List.copyOf(lines);
        this.left = List.copyOf(left);
    }

    /** Whose place it is. */
    public SubscriptionId subscription() {
        return subscription;
    }

    /** The place. */
    public SlotPlace place() {
        return place;
    }

    /** The project or purchase order that its subscription is for. */
    @Nullable
    String group() {
        return group;
    }

    /** Whether there is nothing to ask for and to give back. */
    public boolean nothingDue() {
        return lines.isEmpty();
    }

    /** Periods whose difference is left alone. */
    public List<WindowFinding> left() {
        return left;
    }

    List<LineDraft> lines() {
        return lines;
    }
}
