package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model prices.
 *
 * @param quantity the total, zero or more, whole or not; what to do with less is decided before, in rating. It has at most
 *     {@value #MAX_INTEGER_DIGITS} digits before the decimal point and {@value #MAX_DECIMALS} after it, more than events add
 *     up to and than a conversion leaves
 * @param parts what the total is made of, as finely as {@link PriceModel#partsNeeded} asks for; may be empty where the total
 *     is enough
 */
public record PriceInput(BigDecimal quantity, List<PricedPart> parts) {
    /** Digits before the decimal point that a quantity may have. */
    public static final int MAX_INTEGER_DIGITS = 48;

    /** Digits after the decimal point that a quantity may have. */
    public static final int MAX_DECIMALS = 150;

    /** Nothing at all. */
    public static final PriceInput ZERO = of(BigDecimal.ZERO);

    /**
     * Refuses at {@code quantity} a negative one with NEGATIVE_QUANTITY, and one with too many digits with INVALID_NUMBER.
     */
    public PriceInput {
        parts = Inputs.list("parts", parts);
        quantity = bounded(Inputs.required("quantity", quantity));
        if (quantity.signum() < 0) {
            throw ErrorCode.NEGATIVE_QUANTITY.at("quantity", "a priced quantity is not negative, found " + quantity);
        }
    }

    private static BigDecimal bounded(BigDecimal quantity) {
        if (quantity.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // Scales tell without a look at the digits: 1E+1000000000 must not be written out to find that it is too long.
        if ((long) quantity.precision() - quantity.scale() > MAX_INTEGER_DIGITS || quantity.scale() > MAX_DECIMALS) {
            throw ErrorCode.INVALID_NUMBER.at(
                    "quantity",
                    "expected at most " + MAX_INTEGER_DIGITS + " digits before and " + MAX_DECIMALS
                            + " after the decimal point");
        }
        return quantity;
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
        BigDecimal sum = Inputs.list("parts", groups).stream()
                .map(PricedPart::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new PriceInput(sum.max(BigDecimal.ZERO), groups);
    }

    /**
     * Events, whose quantities, each as often as it is counted, add up to the total. One below zero is refused with
     * NEGATIVE_QUANTITY at {@code parts}: which of the others it takes back, nobody can say.
     */
    public static PriceInput ofEvents(List<PricedPart> events) {
        if (Inputs.list("parts", events).stream()
                .anyMatch(event -> event.quantity().signum() < 0)) {
            throw ErrorCode.NEGATIVE_QUANTITY.at("parts", "an event that is priced by itself is not negative");
        }
        return new PriceInput(events.stream().map(PricedPart::total).reduce(BigDecimal.ZERO, BigDecimal::add), events);
    }

    /** This and more of the same: the quantities add up, and the parts come one after the other. */
    public PriceInput and(PriceInput more) {
        List<PricedPart> all = new ArrayList<>(parts);
        all.addAll(Inputs.required("more", more).parts);
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
