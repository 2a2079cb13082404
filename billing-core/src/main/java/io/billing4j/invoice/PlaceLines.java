package io.billing4j.invoice;

import io.billing4j.id.SubscriptionId;
import io.billing4j.subscription.Subscription;
import java.util.Comparator;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What one place asks for and gives back, before discounts and taxes, and the one-off charges that it takes: its part of a document. */
public final class PlaceLines {
    /** The place that is due first has a coupon that is for one subscription only. */
    static final Comparator<PlaceLines> AS_DUE =
            Comparator.comparing((PlaceLines one) -> one.place.dueAt()).thenComparing(PlaceLines::subscription);

    private final SubscriptionId subscription;
    private final SlotPlace place;
    private final @Nullable String group;
    private final List<LineDraft> lines;
    private final List<WindowFinding> left;
    private final List<OneOffCharge> oneOffs;

    PlaceLines(Subscription subscription, SlotPlace place, List<LineDraft> lines, List<WindowFinding> left) {
        this(subscription.id(), subscription.group(), place, lines, left, List.of());
    }

    private PlaceLines(
            SubscriptionId subscription,
            @Nullable String group,
            SlotPlace place,
            List<LineDraft> lines,
            List<WindowFinding> left,
            List<OneOffCharge> oneOffs) {
        this.subscription = subscription;
        this.group = group;
        this.place = place;
        this.lines = List.copyOf(lines);
        this.left = List.copyOf(left);
        this.oneOffs = List.copyOf(oneOffs);
    }

    /** The same place with one-off charges, which stand behind all places of the document. */
    public PlaceLines with(List<OneOffCharge> taken) {
        return new PlaceLines(subscription, group, place, lines, left, taken);
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
        return lines.isEmpty() && oneOffs.isEmpty();
    }

    /**
     * What it asks for less what it gives back, before discounts and taxes.
     *
     * @param currency of the customer
     */
    public Money amount(CurrencyUnit currency) {
        Money amount = Money.zero(currency);
        for (LineDraft line : lines) {
            amount = amount.plus(line.derivation().amount());
        }
        return amount;
    }

    /** Periods whose difference is left alone. */
    public List<WindowFinding> left() {
        return left;
    }

    List<LineDraft> lines() {
        return lines;
    }

    List<OneOffCharge> oneOffs() {
        return oneOffs;
    }
}
