package io.billing4j.subscription;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.PlanId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a subscription once it is there. {@link LifeCycle} says when; a settlement of null is the tenant's
 * choice for the kind of change.
 */
public sealed interface SubscriptionCommand {
    /** Its row in the table of the life cycle. */
    CommandKind kind();

    /** When it takes effect. */
    default ChangeTiming timing() {
        return ChangeTiming.now();
    }

    /** On which document its difference is settled; null for the tenant's choice. */
    default @Nullable ChangeSettlement settlement() {
        return null;
    }

    /** Begins what is to begin later, or ends a trial, now. */
    record Activate() implements SubscriptionCommand {
        @Override
        public CommandKind kind() {
            return CommandKind.ACTIVATE;
        }
    }

    /**
     * Ends a trial at another instant that lies ahead, earlier or later.
     *
     * @param trialEnd exclusive
     */
    record ExtendTrial(Instant trialEnd) implements SubscriptionCommand {
        /** Refuses what is missing with MISSING_FIELD at its name. */
        public ExtendTrial {
            Inputs.required("trialEnd", trialEnd);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.EXTEND_TRIAL;
        }
    }

    /** Lets it rest. What fees do meanwhile is a choice of its own, so a settlement of NONE is refused. */
    record Pause(
            ChangeTiming timing, PausedFees fees, @Nullable ChangeSettlement settlement)
            implements SubscriptionCommand {
        /** Refuses a settlement of NONE with INVALID_CHOICE at {@code settlement}. */
        public Pause {
            Inputs.required("timing", timing);
            Inputs.required("fees", fees);
            requireSettled(settlement);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.PAUSE;
        }
    }

    /** Goes on after a rest, with fees from that instant on. */
    record Resume(ChangeTiming timing, @Nullable ChangeSettlement settlement) implements SubscriptionCommand {
        /** Refuses a settlement of NONE with INVALID_CHOICE at {@code settlement}. */
        public Resume {
            Inputs.required("timing", timing);
            requireSettled(settlement);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.RESUME;
        }
    }

    /**
     * Changes to another plan, or to another version of the plan: an upgrade or a downgrade.
     *
     * @param version of the plan, from 1; null for its latest
     */
    record ChangePlan(
            PlanId plan,
            @Nullable Integer version,
            ChangeTiming timing,
            @Nullable ChangeSettlement settlement) implements SubscriptionCommand {
        /** Refuses what is missing with MISSING_FIELD at its name. */
        public ChangePlan {
            Inputs.required("plan", plan);
            Inputs.required("timing", timing);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.CHANGE_PLAN;
        }
    }

    /**
     * Changes how many of it there are.
     *
     * @param quantity above zero
     */
    record ChangeQuantity(
            BigDecimal quantity,
            ChangeTiming timing,
            @Nullable ChangeSettlement settlement) implements SubscriptionCommand {
        /** Refuses what is missing with MISSING_FIELD at its name. */
        public ChangeQuantity {
            Inputs.required("quantity", quantity);
            Inputs.required("timing", timing);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.CHANGE_QUANTITY;
        }
    }

    /**
     * Adds an add-on, or changes how many of it there are or its version.
     *
     * @param version of the plan, from 1; null for its latest
     * @param quantity above zero
     */
    record SetAddOn(
            PlanId plan,
            @Nullable Integer version,
            BigDecimal quantity,
            ChangeTiming timing,
            @Nullable ChangeSettlement settlement)
            implements SubscriptionCommand {
        /** Refuses what is missing with MISSING_FIELD at its name. */
        public SetAddOn {
            Inputs.required("plan", plan);
            Inputs.required("quantity", quantity);
            Inputs.required("timing", timing);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.SET_ADD_ON;
        }
    }

    /** Removes an add-on. */
    record RemoveAddOn(
            PlanId plan, ChangeTiming timing, @Nullable ChangeSettlement settlement) implements SubscriptionCommand {
        /** Refuses what is missing with MISSING_FIELD at its name. */
        public RemoveAddOn {
            Inputs.required("plan", plan);
            Inputs.required("timing", timing);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.REMOVE_ADD_ON;
        }
    }

    /** Ends it. */
    record Cancel(ChangeTiming timing, @Nullable ChangeSettlement settlement) implements SubscriptionCommand {
        /** Refuses what is missing with MISSING_FIELD at its name. */
        public Cancel {
            Inputs.required("timing", timing);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.CANCEL;
        }
    }

    /** Takes back the cancellation that has not taken effect. */
    record Uncancel() implements SubscriptionCommand {
        @Override
        public CommandKind kind() {
            return CommandKind.UNCANCEL;
        }
    }

    /**
     * Takes back any change that has not taken effect.
     *
     * @param change its number, as {@link Subscription#scheduled} gives it
     */
    record Withdraw(int change) implements SubscriptionCommand {
        @Override
        public CommandKind kind() {
            return CommandKind.WITHDRAW;
        }
    }

    /** Adds a term after the one that would be the last. */
    record Renew(Term term) implements SubscriptionCommand {
        /** Refuses what is missing with MISSING_FIELD at its name. */
        public Renew {
            Inputs.required("term", term);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.RENEW;
        }
    }

    /** Lets it expire with the term that runs now, although it would be renewed. */
    record Expire() implements SubscriptionCommand {
        @Override
        public CommandKind kind() {
            return CommandKind.EXPIRE;
        }
    }

    /** Counts its periods by the dates of another zone, from the next boundary on that nothing is billed behind. */
    record ChangeZone(ZoneId zone) implements SubscriptionCommand {
        /** Refuses what is missing with MISSING_FIELD at its name. */
        public ChangeZone {
            Inputs.required("zone", zone);
        }

        @Override
        public CommandKind kind() {
            return CommandKind.CHANGE_ZONE;
        }
    }

    /** Takes note that payment is overdue. */
    record MarkPastDue() implements SubscriptionCommand {
        @Override
        public CommandKind kind() {
            return CommandKind.MARK_PAST_DUE;
        }
    }

    /** Takes note that payment is no longer overdue. */
    record Recover() implements SubscriptionCommand {
        @Override
        public CommandKind kind() {
            return CommandKind.RECOVER;
        }
    }

    private static void requireSettled(@Nullable ChangeSettlement settlement) {
        if (settlement == ChangeSettlement.NONE) {
            throw ErrorCode.INVALID_CHOICE.at(
                    "settlement", "fees stop with a pause or go on through it: expected NEXT_INVOICE or IMMEDIATE");
        }
    }
}
