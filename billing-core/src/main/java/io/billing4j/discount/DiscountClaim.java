package io.billing4j.discount;

import java.util.Set;

/**
 * A discount and the lines of one document that it is for.
 *
 * @param key tells the claims of a document apart, and decides between equals where they are cut
 * @param level whether it comes before or after those of the document
 * @param lines that it takes off from; others of the document are left alone
 */
public record DiscountClaim<C extends Comparable<? super C>, L extends Comparable<? super L>>(
        C key, Discount discount, Level level, Set<L> lines) {
    /** Keeps a copy. */
    public DiscountClaim {
        lines = Set.copyOf(lines);
    }

    /** Which discounts come first. */
    public enum Level {
        /** Of some charges or plans: taken off first. */
        LINE,
        /** Of the whole document: taken off what those of lines have left. */
        DOCUMENT
    }
}
