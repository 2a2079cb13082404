package io.billing4j.tax;

/** Whether prices hold the tax. */
public enum TaxBehavior {
    /** The tax comes on top: 100.00 at 19 % are 119.00 to pay. */
    EXCLUSIVE,
    /** The tax is part of the price: of 119.00 at 19 % 19.00 are tax. */
    INCLUSIVE
}
