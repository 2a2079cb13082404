package io.billing4j.engine;

import io.billing4j.id.CustomerId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which customers a run could not bill: before this process took it up, and since. Changed only after a commit, by any of the
 * threads that take part.
 */
final class RunAttempts {
    private final Map<CustomerId, Integer> before;
    private final Set<CustomerId> now = ConcurrentHashMap.newKeySet();

    /**
     * What is stored.
     *
     * @param before how often each customer that failed was tried
     */
    RunAttempts(Map<CustomerId, Integer> before) {
        this.before = Map.copyOf(before);
    }

    /** Those of the customers that have not failed since this process took up the run: each is tried once. */
    List<CustomerId> untried(List<CustomerId> customers) {
        return customers.stream().filter(customer -> !now.contains(customer)).toList();
    }

    /** The number of the next try, from 1. */
    int next(CustomerId customer) {
        return before.getOrDefault(customer, 0) + 1;
    }

    /**
     * Whether a failure counts as a customer done: the first one, and one more for a try that was expected when this process
     * took up the run, unless another process has been through with it meanwhile.
     *
     * @param earlier how often the customer had been tried by what was stored, 0 for never
     */
    boolean counts(CustomerId customer, int earlier) {
        return earlier == before.getOrDefault(customer, 0);
    }

    /** Takes note that these failed. */
    void failed(Collection<CustomerId> customers) {
        now.addAll(customers);
    }
}
