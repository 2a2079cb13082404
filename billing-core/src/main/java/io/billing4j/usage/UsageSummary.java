package io.billing4j.usage;

import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a meter makes of a window.
 *
 * @param quantity the sum over groups and short windows, canonical; it may be below zero where the meter allows that
 * @param events how many reports it is made of; those carried over from before the window are among them
 * @param parts as the query asked for them: groups in the order of their dimensions and then of time, events in the total
 *     order
 */
public record UsageSummary(BigDecimal quantity, long events, List<UsagePart> parts) {
    /** A window without events. */
    public static final UsageSummary NONE = new UsageSummary(BigDecimal.ZERO, 0, List.of());

    /** Brings the quantity into canonical form; INVALID_NUMBER at {@code quantity} if it is too large. */
    public UsageSummary {
        quantity = Inputs.decimal("quantity", quantity);
        parts = List.copyOf(parts);
    }

    /** A quantity without parts. */
    public static UsageSummary of(BigDecimal quantity, long events) {
        return new UsageSummary(quantity, events, List.of());
    }

    /** The whole of groups, which become its parts where the query asks for them. */
    public static UsageSummary ofGroups(UsageQuery query, List<UsagePart> groups) {
        List<UsagePart> sorted = new ArrayList<>(groups);
        sorted.sort(UsagePart.order(query.meter().groupBy()));
        return new UsageSummary(
                groups.stream().map(UsagePart::quantity).reduce(BigDecimal.ZERO, BigDecimal::add),
                groups.stream().mapToLong(UsagePart::events).sum(),
                query.detail() == UsageDetail.GROUPS ? sorted : List.of());
    }

    /** The whole of single events in their order; neighbours that are alike become one part. */
    public static UsageSummary ofEvents(List<UsagePart> events) {
        List<UsagePart> runs = new ArrayList<>();
        BigDecimal quantity = BigDecimal.ZERO;
        long count = 0;
        for (UsagePart event : events) {
            quantity = quantity.add(event.quantity().multiply(BigDecimal.valueOf(event.events())));
            count += event.events();
            UsagePart last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null
                    && last.quantity().compareTo(event.quantity()) == 0
                    && last.dimensions().equals(event.dimensions())) {
                runs.set(
                        runs.size() - 1,
                        new UsagePart(last.dimensions(), null, last.quantity(), last.events() + event.events()));
            } else {
                runs.add(event);
            }
        }
        return new UsageSummary(quantity, count, runs);
    }
}
