package io.billing4j.subscription;

/** The commands of the life cycle. Creating a subscription is none: there is no status before it. */
public enum CommandKind {
    /** {@link SubscriptionCommand.Activate}. */
    ACTIVATE,
    /** {@link SubscriptionCommand.ExtendTrial}. */
    EXTEND_TRIAL,
    /** {@link SubscriptionCommand.Pause}. */
    PAUSE,
    /** {@link SubscriptionCommand.Resume}. */
    RESUME,
    /** {@link SubscriptionCommand.ChangePlan}. */
    CHANGE_PLAN,
    /** {@link SubscriptionCommand.ChangeQuantity}. */
    CHANGE_QUANTITY,
    /** {@link SubscriptionCommand.SetAddOn}. */
    SET_ADD_ON,
    /** {@link SubscriptionCommand.RemoveAddOn}. */
    REMOVE_ADD_ON,
    /** {@link SubscriptionCommand.Cancel}. */
    CANCEL,
    /** {@link SubscriptionCommand.Uncancel}. */
    UNCANCEL,
    /** {@link SubscriptionCommand.Withdraw}. */
    WITHDRAW,
    /** {@link SubscriptionCommand.Renew}. */
    RENEW,
    /** {@link SubscriptionCommand.Expire}. */
    EXPIRE,
    /** {@link SubscriptionCommand.ChangeZone}. */
    CHANGE_ZONE,
    /** {@link SubscriptionCommand.MarkPastDue}. */
    MARK_PAST_DUE,
    /** {@link SubscriptionCommand.Recover}. */
    RECOVER
}
