package io.billing4j.invoice;

import io.billing4j.rating.Derivation;
import io.billing4j.rating.DerivedPart;

/** What a line is for. */
public enum LineKind {
    /** A fee of a period. */
    FEE,
    /** What a meter counted in a period. */
    USAGE,
    /** What is missing to a commitment. */
    TRUE_UP,
    /** What was added by hand, once. */
    ONE_OFF;

    /** The kind of a charge's line with this derivation. */
    static LineKind of(Derivation derivation) {
        return derivation.part() == DerivedPart.TRUE_UP ? TRUE_UP : ofCharge(derivation);
    }

    /** The kind of the charge that a derivation is part of. */
    static LineKind ofCharge(Derivation derivation) {
        return derivation.quantity().metered() ? USAGE : FEE;
    }
}
