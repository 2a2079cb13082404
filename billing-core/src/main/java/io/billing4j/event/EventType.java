package io.billing4j.event;

/** The closed list of published events. Names are part of the public contract. */
public enum EventType {
    /** A customer was created. */
    CUSTOMER_CREATED("customer.created"),
    /** A meter was created. */
    METER_CREATED("meter.created"),
    /** A plan was created, with its first version. */
    PLAN_CREATED("plan.created"),
    /** A plan got another version. */
    PLAN_VERSION_CREATED("plan.version_created"),
    /** A plan was archived. */
    PLAN_ARCHIVED("plan.archived"),
    /** A subscription was created. */
    SUBSCRIPTION_CREATED("subscription.created"),
    /** A subscription was cancelled, with effect at some instant. */
    SUBSCRIPTION_CANCELED("subscription.canceled"),
    /** A batch of usage was recorded; one event for the batch. */
    USAGE_RECORDED("usage.recorded"),
    /** A draft was made. */
    INVOICE_DRAFTED("invoice.drafted"),
    /** A draft was computed again. */
    INVOICE_REFRESHED("invoice.refreshed"),
    /** A document got its number. */
    INVOICE_FINALIZED("invoice.finalized"),
    /** A document was voided. */
    INVOICE_VOIDED("invoice.voided");

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
