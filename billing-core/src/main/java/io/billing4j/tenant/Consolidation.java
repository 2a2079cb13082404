package io.billing4j.tenant;

/** Which subscriptions of a customer a billing run puts on one document, where they are due on the same day. */
public enum Consolidation {
    /** None: each has documents of its own. */
    NONE,
    /** All of the customer's. */
    CUSTOMER,
    /** Those to the same plan; add-ons go with the plan that they are added to. */
    PLAN,
    /** Those that are for the same project or purchase order. One that is for none has documents of its own. */
    GROUP
}
