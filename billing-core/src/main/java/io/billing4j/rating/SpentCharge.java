package io.billing4j.rating;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.price.PricedPart;
import java.util.Comparator;
import java.util.Map;
import org.joda.money.Money;

/** A charge of a plan version among those that come to something in a period. */
public record SpentCharge(PlanVersionRef plan, ChargeId charge) implements Comparable<SpentCharge> {
    private static final String PLAN = "plan";
    private static final String CHARGE = "charge";
    private static final Comparator<SpentCharge> ORDER = Comparator.comparing(
                    (SpentCharge one) -> one.plan().plan())
            .thenComparing(one -> one.plan().version())
            .thenComparing(SpentCharge::charge);

    /** Whether a part of what a plan comes to is of this charge. */
    public boolean is(PricedPart part) {
        return dimensions().equals(part.dimensions());
    }

    PricedPart spent(Money amount) {
        return new PricedPart(dimensions(), amount.getAmount(), 1);
    }

    /** Of a part, for a person: {@code calls of basic v1}. */
    static String named(PricedPart part) {
        return part.dimensions().get(CHARGE) + " of " + part.dimensions().get(PLAN);
    }

    private Map<String, String> dimensions() {
        return Map.of(PLAN, plan.toString(), CHARGE, charge.value());
    }

    @Override
    public int compareTo(SpentCharge other) {
        return ORDER.compare(this, other);
    }
}
