package io.billing4j.invoice;

/** Why a subscription has a place for a document. */
public enum SlotReason {
    /** A period began: its charges in advance and the arrears of the period before. */
    CYCLE,
    /** The subscription ended: what is left. */
    FINAL
}
