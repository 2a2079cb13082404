package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Short ways to have slots. */
final class Slots {
    private static final PeriodManager PERIODS = new PeriodManager();

    private Slots() {}

    /** What is due after these slots, as text. */
    static List<String> due(Subscription subscription, List<InvoiceSlot> slots, Instant cutOff) {
        BillingCursor cursor = PERIODS.advanced(subscription, start(subscription), slots);
        return PERIODS.due(subscription, cursor, slots, cutOff).stream()
                .map(SlotPlace::toString)
                .toList();
    }

    /** The slots of the first documents, none of them void. */
    static List<InvoiceSlot> billed(Subscription subscription, int count) {
        return PERIODS
                .due(
                        subscription,
                        start(subscription),
                        List.of(),
                        subscription.startInclusive().plusSeconds(86_400L * 3650))
                .subList(0, count)
                .stream()
                .map(place -> invoiced(subscription, place))
                .toList();
    }

    static InvoiceSlot invoiced(Subscription subscription, SlotPlace place) {
        return InvoiceSlot.invoiced(
                subscription.id(), place, InvoiceId.of(new UUID(place.sequence(), place.revision())));
    }

    static List<InvoiceSlot> with(List<InvoiceSlot> slots, int position, InvoiceSlot other) {
        List<InvoiceSlot> changed = new ArrayList<>(slots);
        changed.set(position, other);
        return changed;
    }

    /** A period that exists. */
    static BillingPeriod period(Subscription subscription, int index) {
        return Objects.requireNonNull(subscription.period(index));
    }

    static BillingCursor start(Subscription subscription) {
        return BillingCursor.start(subscription.startInclusive());
    }

    /** The start of a day in UTC. */
    static Instant day(String date) {
        return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
