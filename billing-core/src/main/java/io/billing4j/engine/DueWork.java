package io.billing4j.engine;

/**
 * What a run would find to do.
 *
 * @param customers who have a subscription of which something is due
 * @param drafts whether there is a draft whose grace is over
 * @param oneOffs whether there is a one-off charge for a subscription that is over
 */
public record DueWork(long customers, boolean drafts, boolean oneOffs) {
    /** Whether it would find nothing. */
    public boolean isEmpty() {
        return customers == 0 && !drafts && !oneOffs;
    }
}
