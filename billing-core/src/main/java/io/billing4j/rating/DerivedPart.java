package io.billing4j.rating;

/** Which part of what a price comes to under its terms a line asks for. */
public enum DerivedPart {
    /** What the model asks for, after discount, overage and maximum. */
    CHARGE,
    /** What is missing to the commitment. */
    TRUE_UP
}
