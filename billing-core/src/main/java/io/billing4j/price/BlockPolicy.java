package io.billing4j.price;

/** Which tier prices blocks. */
public enum BlockPolicy {
    /** Each tier prices the blocks that it holds. */
    ALL_TIERS,
    /** The tier that the quantity reaches prices all of it, in blocks of its own size. */
    TOP_TIER
}
