package io.billing4j.invoice;

/** Why an invoice is credited. Names are stored, and never renamed. */
public enum CreditReason {
    /** It was asked for twice. */
    DUPLICATE,
    /** Somebody else ordered it in the customer's name. */
    FRAUDULENT,
    /** The customer ordered something else. */
    ORDER_CHANGE,
    /** The customer ordered it no more. */
    ORDER_CANCELLATION,
    /** It was not what the customer was promised. */
    PRODUCT_UNSATISFACTORY,
    /** Anything else, which a memo may tell. */
    OTHER
}
