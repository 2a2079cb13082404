package io.billing4j.subscription;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.time.Instant;

/** Something that happened to a subscription. Changes are appended and never altered. */
public sealed interface SubscriptionChange {
    /** From when on it holds. */
    Instant effectiveAt();

    /** When the books learned of it. */
    Instant recordedAt();

    /**
     * It began.
     *
     * @param quantity how many of it, such as seats; above zero
     */
    record Created(Instant effectiveAt, Instant recordedAt, PlanVersionRef plan, BigDecimal quantity)
            implements SubscriptionChange {
        /** Refuses a quantity of zero or less with INVALID_NUMBER at {@code quantity}. */
        public Created {
            effectiveAt = Inputs.instant("startDate", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
            quantity = Inputs.decimal("quantity", quantity);
            if (quantity.signum() <= 0) {
                throw ErrorCode.INVALID_NUMBER.at("quantity", "expected more than zero but found " + quantity);
            }
        }
    }

    /** It ends. */
    record Canceled(Instant effectiveAt, Instant recordedAt) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public Canceled {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }
}
