package io.billing4j.rating;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.error.Inputs;
import io.billing4j.id.MeterId;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PriceInput;
import io.billing4j.price.PricedPart;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A quantity and where it comes from.
 *
 * @param value as measured; it may be below zero where a meter allows that
 * @param meter that measured it, or null for the subscription's own quantity and for what a plan comes to
 * @param aggregation of that meter, or null as well
 * @param events how many reports it is made of; 0 without a meter
 * @param parts what it is made of, where the price looks at that; empty otherwise
 */
public record RatedQuantity(
        BigDecimal value,
        @Nullable MeterId meter,
        @Nullable MeterAggregation aggregation,
        long events,
        List<PricedPart> parts) {
    /** Brings the value into canonical form and keeps a copy of the parts. */
    public RatedQuantity {
        value = Inputs.decimal("quantity", value);
        parts = List.copyOf(parts);
    }

    /** The subscription's own quantity, such as seats. */
    public static RatedQuantity subscribed(BigDecimal quantity) {
        return new RatedQuantity(quantity, null, null, 0, List.of());
    }

    /** What a meter makes of a window. */
    public static RatedQuantity metered(Meter meter, UsageSummary summary) {
        return new RatedQuantity(
                summary.quantity(),
                meter.id(),
                meter.aggregation().kind(),
                summary.events(),
                summary.parts().stream()
                        .map(part -> new PricedPart(part.dimensions(), part.quantity(), part.events()))
                        .toList());
    }

    /** What the charges of a plan come to together; those that come to something, in their order. */
    static RatedQuantity spent(SortedMap<SpentCharge, Money> amounts) {
        List<PricedPart> parts = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<SpentCharge, Money> one : amounts.entrySet()) {
            parts.add(one.getKey().spent(one.getValue()));
            sum = sum.add(one.getValue().getAmount());
        }
        return new RatedQuantity(sum, null, null, 0, parts);
    }

    /** Whether a meter measured it, so that it belongs to the service alone. */
    public boolean metered() {
        return meter != null;
    }

    /**
     * What is priced: the parts where the price looks at them, otherwise the value, or zero where it is below. Usage that was
     * taken back beyond zero earns nothing.
     */
    PriceInput priced(PartsNeeded needed) {
        return switch (needed) {
            case NONE -> PriceInput.of(value.max(BigDecimal.ZERO));
            case GROUPS -> PriceInput.ofGroups(parts);
            case EVENTS -> PriceInput.ofEvents(parts);
        };
    }
}
