package io.billing4j.price;

/** When the flat fee of the first tier is due. Billing systems differ in it, and customers may want either. */
public enum FirstFlatFee {
    /** When the tier is entered: nothing is due where nothing was used. The usual one. */
    WHEN_ENTERED,
    /** Always: it is a base fee, due where nothing was used as well. */
    ALWAYS
}
