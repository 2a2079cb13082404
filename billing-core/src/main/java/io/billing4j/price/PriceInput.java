package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model prices.
 *
 * @param quantity the total, zero or more, whole or not; what to do with less is decided before, in rating
 * @param parts what the total is made of, as finely as {@link PriceModel#partsNeeded} asks for; may be empty where the total
 *     is enough
 */
public record PriceInput(BigDecimal quantity, List<PricedPart> parts) {
    /** Nothing at all. */
    public static final PriceInput ZERO = of(BigDecimal.ZERO);

    /** Refuses a negative quantity with NEGATIVE_QUANTITY. */
    public PriceInput {
        parts = List.copyOf(parts);
        if (quantity.signum() < 0) {
            throw ErrorCode.NEGATIVE_QUANTITY.at("quantity", "a priced quantity is not negative, found " + quantity);
        }
    }

    /** A total alone. */
    public static PriceInput of(BigDecimal quantity) {
        return new PriceInput(quantity, List.of());
    }

    /**
     * Groups, whose quantities add up to the total, or to zero where more was taken back than was used. Whoever prices some
     * of them together adds them up first and takes less than zero as zero then.
     */
    public static PriceInput ofGroups(List<PricedPart> groups) {
        BigDecimal sum = groups.stream().map(PricedPart::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new PriceInput(sum.max(BigDecimal.ZERO), groups);
    }

    /**
     * Events, whose quantities, each as often as it is counted, add up to the total. One below zero is refused with
     * NEGATIVE_QUANTITY at {@code parts}: which of the others it takes back, nobody can say.
     */
    public static PriceInput ofEvents(List<PricedPart> events) {
        if (events.stream().anyMatch(event -> event.quantity().signum() < 0)) {
            throw ErrorCode.NEGATIVE_QUANTITY.at("parts", "an event that is priced by itself is not negative");
        }
        return new PriceInput(events.stream().map(PricedPart::total).reduce(BigDecimal.ZERO, BigDecimal::add), events);
    }

    /** This and more of the same: the quantities add up, and the parts come one after the other. */
    public PriceInput and(PriceInput more) {
        List<PricedPart> all = new ArrayList<>(parts);
        all.addAll(more.parts);
        return new PriceInput(quantity.add(more.quantity), all);
    }

    /** The parts; MISSING_FIELD at {@code parts} if there is a quantity and nothing that it is made of. */
    List<PricedPart> requiredParts() {
        if (parts.isEmpty() && quantity.signum() != 0) {
            throw ErrorCode.MISSING_FIELD.at(
                    "parts", "the price asks for the parts of the quantity, not only their sum");
        }
        return parts;
    }
}
