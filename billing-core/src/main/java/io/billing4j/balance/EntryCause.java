package io.billing4j.balance;

/** Why an amount has moved. Names are stored, and never renamed. */
public enum EntryCause {
    /** A document was made that the balance pays, or that gives to it. */
    DOCUMENT,
    /** A draft was computed again, and the balance pays more or less of it. */
    REFRESH,
    /** A document is void: what the balance paid of it is back, or what it gave is taken again. */
    VOID,
    /** Somebody has given or taken by hand. */
    ADJUSTMENT,
    /** What is on the balance is to be paid out. */
    PAY_OUT,
    /** The balance was found to be another than the entries say. */
    OPENING
}
