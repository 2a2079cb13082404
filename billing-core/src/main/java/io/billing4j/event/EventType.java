package io.billing4j.event;

/** The closed list of published events. Names are part of the public contract. */
public enum EventType {
    /** A tenant chose otherwise. */
    SETTINGS_CHANGED("settings.changed"),
    /** A customer was created. */
    CUSTOMER_CREATED("customer.created"),
    /** A customer's documents are issued in the name of another entity. */
    CUSTOMER_MOVED("customer.moved"),
    /** An entity was created, in whose name documents may be issued. */
    ENTITY_CREATED("entity.created"),
    /** A meter was created. */
    METER_CREATED("meter.created"),
    /** A plan was created, with its first version. */
    PLAN_CREATED("plan.created"),
    /** A plan got another version. */
    PLAN_VERSION_CREATED("plan.version_created"),
    /** A plan was archived. */
    PLAN_ARCHIVED("plan.archived"),
    /** A coupon was created. */
    COUPON_CREATED("coupon.created"),
    /** A coupon is not granted any more. */
    COUPON_ARCHIVED("coupon.archived"),
    /** A coupon was granted to a customer. */
    COUPON_GRANTED("coupon_grant.created"),
    /** A grant of a coupon ends, at some instant. */
    COUPON_GRANT_ENDED("coupon_grant.ended"),
    /** A rule of taxes was added. */
    TAX_RULE_ADDED("tax_rule.added"),
    /** A rule of taxes ends, on some day. */
    TAX_RULE_ENDED("tax_rule.ended"),
    /** A customer is taxed otherwise, from some day on. */
    TAX_PROFILE_ADDED("tax_profile.added"),
    /** Somebody gave to a customer's balance or took from it by hand. */
    BALANCE_ADJUSTED("balance.adjusted"),
    /** What is on a customer's balance is to be paid out. */
    BALANCE_PAID_OUT("balance.paid_out"),
    /** A customer's balance was another than its entries said, and has an entry for the difference. */
    BALANCE_OPENED("balance.opened"),
    /** A subscription was created. */
    SUBSCRIPTION_CREATED("subscription.created"),
    /** A subscription was cancelled, with effect at some instant. */
    SUBSCRIPTION_CANCELED("subscription.canceled"),
    /** A subscription began earlier than planned, or its trial ended. */
    SUBSCRIPTION_ACTIVATED("subscription.activated"),
    /** A trial ends at another instant. */
    TRIAL_EXTENDED("subscription.trial_extended"),
    /** A subscription rests, from some instant on. */
    SUBSCRIPTION_PAUSED("subscription.paused"),
    /** A subscription goes on after a rest, from some instant on. */
    SUBSCRIPTION_RESUMED("subscription.resumed"),
    /** A subscription is on another plan or version, from some instant on. */
    SUBSCRIPTION_PLAN_CHANGED("subscription.plan_changed"),
    /** There are more or fewer of a subscription, from some instant on. */
    SUBSCRIPTION_QUANTITY_CHANGED("subscription.quantity_changed"),
    /** An add-on is there or has changed, from some instant on. */
    SUBSCRIPTION_ADD_ON_SET("subscription.add_on_set"),
    /** An add-on is no longer there, from some instant on. */
    SUBSCRIPTION_ADD_ON_REMOVED("subscription.add_on_removed"),
    /** A cancellation was taken back. */
    SUBSCRIPTION_UNCANCELED("subscription.uncanceled"),
    /** A scheduled change was taken back. */
    SUBSCRIPTION_CHANGE_WITHDRAWN("subscription.change_withdrawn"),
    /** A term was added to a subscription's contract. */
    SUBSCRIPTION_RENEWED("subscription.renewed"),
    /** A subscription is not renewed any more. */
    SUBSCRIPTION_RENEWAL_STOPPED("subscription.renewal_stopped"),
    /** A subscription's periods follow the dates of another zone, from some boundary on. */
    SUBSCRIPTION_ZONE_CHANGED("subscription.zone_changed"),
    /** A subscription is for another project or purchase order. */
    SUBSCRIPTION_GROUP_CHANGED("subscription.group_changed"),
    /** Payment of a subscription is overdue. */
    SUBSCRIPTION_PAST_DUE("subscription.past_due"),
    /** Payment of a subscription is no longer overdue. */
    SUBSCRIPTION_RECOVERED("subscription.recovered"),
    /** A batch of usage was recorded; one event for the batch. */
    USAGE_RECORDED("usage.recorded"),
    /** A one-off charge was added. */
    ONE_OFF_ADDED("one_off.added"),
    /** A one-off charge is not billed. */
    ONE_OFF_CANCELED("one_off.canceled"),
    /** A draft was made. */
    INVOICE_DRAFTED("invoice.drafted"),
    /** A draft was computed again. */
    INVOICE_REFRESHED("invoice.refreshed"),
    /** A draft with nothing to ask for any more was taken away. */
    INVOICE_DROPPED("invoice.dropped"),
    /** A document got its number. */
    INVOICE_FINALIZED("invoice.finalized"),
    /** A document was voided. */
    INVOICE_VOIDED("invoice.voided"),
    /** More or less of a document is paid than before. */
    INVOICE_SETTLED("invoice.settled"),
    /** A credit note was issued. */
    CREDIT_NOTE_ISSUED("credit_note.issued"),
    /** A credit note was voided. */
    CREDIT_NOTE_VOIDED("credit_note.voided");

    private final String name;

    EventType(String name) {
        this.name = name;
    }

    /** The type as a CloudEvent carries it, such as {@code evt.billing.invoice.finalized}. */
    public String published() {
        return "evt.billing." + name;
    }

    /** What was done, as the audit trail names it, such as {@code invoice.finalized}. */
    public String action() {
        return name;
    }
}
