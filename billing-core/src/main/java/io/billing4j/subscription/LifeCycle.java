package io.billing4j.subscription;

import static io.billing4j.subscription.SubscriptionStatus.ACTIVE;
import static io.billing4j.subscription.SubscriptionStatus.CANCELED;
import static io.billing4j.subscription.SubscriptionStatus.PAST_DUE;
import static io.billing4j.subscription.SubscriptionStatus.PAUSED;
import static io.billing4j.subscription.SubscriptionStatus.PENDING;
import static io.billing4j.subscription.SubscriptionStatus.TRIALING;

import io.billing4j.error.ErrorCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The table of the life cycle: which command a subscription takes in which status, and what it is at that instant once the
 * command has taken effect. A pair that is not in it is refused. Time moves a subscription as well, without a command: from
 * PENDING to TRIALING or ACTIVE with its start, from TRIALING to ACTIVE with the end of its trial, to EXPIRED with its last
 * term, and wherever a scheduled change takes effect. One that was PAST_DUE before a rest is so again after it.
 */
public final class LifeCycle {
    private static final Map<CommandKind, Map<SubscriptionStatus, SubscriptionStatus>> TABLE =
            new EnumMap<>(CommandKind.class);

    static {
        on(CommandKind.ACTIVATE).from(PENDING, ACTIVE).from(TRIALING, ACTIVE);
        on(CommandKind.EXTEND_TRIAL).from(TRIALING, TRIALING);
        on(CommandKind.PAUSE).from(ACTIVE, PAUSED).from(PAST_DUE, PAUSED);
        on(CommandKind.RESUME).from(PAUSED, ACTIVE);
        on(CommandKind.CHANGE_PLAN).whileNotEnded();
        on(CommandKind.CHANGE_QUANTITY).whileNotEnded();
        on(CommandKind.SET_ADD_ON).whileNotEnded();
        on(CommandKind.REMOVE_ADD_ON).whileNotEnded();
        on(CommandKind.CANCEL)
                .from(PENDING, CANCELED)
                .from(TRIALING, CANCELED)
                .from(ACTIVE, CANCELED)
                .from(PAUSED, CANCELED)
                .from(PAST_DUE, CANCELED);
        on(CommandKind.UNCANCEL).whileNotEnded();
        on(CommandKind.WITHDRAW).whileNotEnded();
        on(CommandKind.RENEW).whileNotEnded();
        on(CommandKind.EXPIRE).whileNotEnded();
        on(CommandKind.CHANGE_ZONE).whileNotEnded();
        on(CommandKind.MARK_PAST_DUE).from(ACTIVE, PAST_DUE);
        on(CommandKind.RECOVER).from(PAST_DUE, ACTIVE);
    }

    private LifeCycle() {}

    /** What a subscription of this status becomes by the command; empty where it does not take it. */
    public static Optional<SubscriptionStatus> after(SubscriptionStatus status, CommandKind command) {
        return Optional.ofNullable(TABLE.getOrDefault(command, Map.of()).get(status));
    }

    /** Refuses with ILLEGAL_TRANSITION at {@code subscriptionId} what is not in the table. */
    public static void require(SubscriptionStatus status, CommandKind command) {
        if (after(status, command).isEmpty()) {
            throw ErrorCode.ILLEGAL_TRANSITION.at(
                    "subscriptionId", "a subscription that is " + status + " does not take " + command);
        }
    }

    private static Row on(CommandKind command) {
        return new Row(TABLE.computeIfAbsent(command, key -> new EnumMap<>(SubscriptionStatus.class)));
    }

    private record Row(Map<SubscriptionStatus, SubscriptionStatus> transitions) {
        Row from(SubscriptionStatus before, SubscriptionStatus after) {
            transitions.put(before, after);
            return this;
        }

        void whileNotEnded() {
            for (SubscriptionStatus status : SubscriptionStatus.values()) {
                if (!status.ended()) {
                    transitions.put(status, status);
                }
            }
        }
    }
}
