package io.billing4j.discount;

/** In which order the discounts of a document are taken off. Those of lines always come before those of the document. */
public enum DiscountOrder {
    /** As they were given, each on what those before have left: 10 % and then 5.00 off 100.00 leave 85.00. */
    AS_GIVEN,
    /**
     * Percentages as they were given, each on what those before have left, then fixed amounts: off a
     * document, never less than AS_GIVEN. Where discounts are for different lines, rounding may make it less by a cent.
     */
    PERCENTAGES_FIRST,
    /**
     * Each on the full amounts: 10 % and 10 % off 100.00 leave 80.00. Where they come to more than there is, the later ones get
     * what is left.
     */
    PROPORTIONAL
}
