package io.billing4j.invoice;

/** Why a subscription has a place for a document. */
public enum SlotReason {
    /** A period began: its charges in advance and the arrears of the period before. */
    CYCLE,
    /** A change is settled at once: the difference it makes in what was billed before it. */
    IMMEDIATE,
    /** The subscription ended: what is left. */
    FINAL,
    /** Something came out otherwise after all was billed, such as by late usage: the difference. */
    CORRECTION,
    /** Usage of the running period has reached an amount at which it is billed: what was used of it so far. */
    PROGRESSIVE;

    /** Whether there is one such place for a period of the subscription. */
    public boolean ofPeriod() {
        return this == CYCLE || this == FINAL;
    }
}
