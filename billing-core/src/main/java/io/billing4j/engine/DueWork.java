package io.billing4j.engine;

/**
 * What a run would find to do.
 *
 * @param customers who have a subscription of which something is due
 * @param drafts whose grace is over
 * @param oneOffs charges for a subscription that is over
 * @param mark another number where other things are due, also where they are as many; it says something only beside another one of the
 *     same store
 */
public record DueWork(long customers, long drafts, long oneOffs, long mark) {
    /** Whether it would find nothing. */
    public boolean isEmpty() {
        return customers == 0 && drafts == 0 && oneOffs == 0;
    }
}
