package io.billing4j.numbering;

/** Whose documents a sequence counts. What it counts by has to stand in the number, or two numbers would be alike. */
public enum SequenceCounter {
    /**
     * Those of an entity, in whose name documents are issued. Where the template does not show the entity, all entities of the
     * tenant count together.
     */
    ENTITY,
    /** Those of a customer, within an entity as above. */
    CUSTOMER,
    /** Those that credit one invoice. */
    INVOICE
}
