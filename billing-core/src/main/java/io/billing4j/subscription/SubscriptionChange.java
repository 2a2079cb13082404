package io.billing4j.subscription;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a subscription, or will happen. Changes are appended and never altered; one that has not taken
 * effect can be {@linkplain Withdrawn withdrawn} by another. They are numbered from 1 in the order they were recorded.
 */
public sealed interface SubscriptionChange {
    /** From when on it holds for status, usage and whoever asks. */
    Instant effectiveAt();

    /** When the books learned of it. */
    Instant recordedAt();

    /** From when on fees follow it: earlier on its day, at its instant, or from the next period on. */
    default Instant feesFrom() {
        return effectiveAt();
    }

    /**
     * It began.
     *
     * @param quantity how many of it, such as seats; above zero
     * @param trialEnd until when it is free, exclusive; null for no trial. Its first period begins then
     * @param term the contract's run, or null for one without an end
     */
    record Created(
            Instant effectiveAt,
            Instant recordedAt,
            PlanVersionRef plan,
            BigDecimal quantity,
            @Nullable Instant trialEnd,
            @Nullable Term term)
            implements SubscriptionChange {
        /**
         * Refuses a quantity of zero or less with INVALID_NUMBER at {@code quantity}, and a trial that ends before it begins
         * with INVALID_DATE at {@code trialEnd}.
         */
        public Created {
            effectiveAt = Inputs.instant("startDate", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
            quantity = positive(quantity);
            if (trialEnd != null) {
                trialEnd = Inputs.instant("trialEnd", trialEnd);
                if (!trialEnd.isAfter(effectiveAt)) {
                    throw ErrorCode.INVALID_DATE.at(
                            "trialEnd", "expected an instant after " + effectiveAt + " but found " + trialEnd);
                }
            }
        }

        /** One without a trial and without a term. */
        public Created(Instant effectiveAt, Instant recordedAt, PlanVersionRef plan, BigDecimal quantity) {
            this(effectiveAt, recordedAt, plan, quantity, null, null);
        }
    }

    /** It is paid from here on: it begins earlier than planned, or its trial ends. */
    record Activated(Instant effectiveAt, Instant recordedAt) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public Activated {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }

    /**
     * Its trial ends at another instant.
     *
     * @param trialEnd exclusive
     */
    record TrialExtended(Instant effectiveAt, Instant recordedAt, Instant trialEnd) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public TrialExtended {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
            trialEnd = Inputs.instant("trialEnd", trialEnd);
        }
    }

    /** It rests. */
    record Paused(Instant effectiveAt, Instant recordedAt, PausedFees fees) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public Paused {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }

    /** It goes on after a rest. */
    record Resumed(Instant effectiveAt, Instant recordedAt) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public Resumed {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }

    /**
     * It is on another plan, or on another version of its plan.
     *
     * @param interval how often it is billed from then on, in periods that are counted from then on; null where that stays
     */
    record PlanChanged(
            Instant effectiveAt,
            Instant recordedAt,
            Instant feesFrom,
            PlanVersionRef plan,
            @Nullable BillingInterval interval)
            implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public PlanChanged {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
            feesFrom = Inputs.instant("feesFrom", feesFrom);
        }
    }

    /**
     * There are more or fewer of it.
     *
     * @param quantity above zero
     */
    record QuantityChanged(Instant effectiveAt, Instant recordedAt, Instant feesFrom, BigDecimal quantity)
            implements SubscriptionChange {
        /** Refuses a quantity of zero or less with INVALID_NUMBER at {@code quantity}. */
        public QuantityChanged {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
            feesFrom = Inputs.instant("feesFrom", feesFrom);
            quantity = positive(quantity);
        }
    }

    /**
     * An add-on is there from now on, or there are more or fewer of it, or it is on another version.
     *
     * @param plan that the add-on is of; a subscription has one add-on of a plan
     * @param quantity above zero
     */
    record AddOnSet(Instant effectiveAt, Instant recordedAt, Instant feesFrom, PlanVersionRef plan, BigDecimal quantity)
            implements SubscriptionChange {
        /** Refuses a quantity of zero or less with INVALID_NUMBER at {@code quantity}. */
        public AddOnSet {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
            feesFrom = Inputs.instant("feesFrom", feesFrom);
            quantity = positive(quantity);
        }
    }

    /** An add-on is no longer there. */
    record AddOnRemoved(Instant effectiveAt, Instant recordedAt, Instant feesFrom, PlanId plan)
            implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public AddOnRemoved {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
            feesFrom = Inputs.instant("feesFrom", feesFrom);
        }
    }

    /** It ends. */
    record Canceled(Instant effectiveAt, Instant recordedAt, Instant feesFrom) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public Canceled {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
            feesFrom = Inputs.instant("feesFrom", feesFrom);
        }

        /** One whose fees end with it. */
        public Canceled(Instant effectiveAt, Instant recordedAt) {
            this(effectiveAt, recordedAt, effectiveAt);
        }
    }

    /**
     * An earlier change will not take effect after all.
     *
     * @param change its number
     */
    record Withdrawn(Instant effectiveAt, Instant recordedAt, int change) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public Withdrawn {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }

    /**
     * The difference that another change makes in what is billed is settled on a document of its own, as soon as that change
     * has taken effect.
     *
     * @param effectiveAt that of the other change
     * @param change its number
     */
    record SettledAtOnce(Instant effectiveAt, Instant recordedAt, int change) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public SettledAtOnce {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }

    /**
     * A new term follows the one that would have ended it.
     *
     * @param effectiveAt the end of the term before, as far as it was known; it may have moved since
     * @param after the number of the term before, from 1
     */
    record Renewed(Instant effectiveAt, Instant recordedAt, Term term, int after) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public Renewed {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }

    /**
     * It is not renewed any more.
     *
     * @param effectiveAt the end of the term after which it would have been, as far as it was known; it may have moved since
     * @param after the number of that term, from 1
     */
    record RenewalStopped(Instant effectiveAt, Instant recordedAt, int after) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public RenewalStopped {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }

    /**
     * Its periods follow the dates of another zone.
     *
     * @param effectiveAt the boundary from which on they do
     */
    record ZoneChanged(Instant effectiveAt, Instant recordedAt, ZoneId zone) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public ZoneChanged {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }

    /** It goes on although payment is overdue. */
    record BecamePastDue(Instant effectiveAt, Instant recordedAt) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public BecamePastDue {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }

    /** Payment is no longer overdue. */
    record Recovered(Instant effectiveAt, Instant recordedAt) implements SubscriptionChange {
        /** Cuts the instants to microseconds. */
        public Recovered {
            effectiveAt = Inputs.instant("effectiveAt", effectiveAt);
            recordedAt = Inputs.instant("recordedAt", recordedAt);
        }
    }

    private static BigDecimal positive(BigDecimal quantity) {
        BigDecimal canonical = Inputs.decimal("quantity", quantity);
        if (canonical.signum() <= 0) {
            throw ErrorCode.INVALID_NUMBER.at("quantity", "expected more than zero but found " + canonical);
        }
        return canonical;
    }
}
