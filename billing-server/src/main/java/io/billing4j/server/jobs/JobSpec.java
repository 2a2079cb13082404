package io.billing4j.server.jobs;

import java.time.Instant;
import java.util.function.Function;

/**
 * A job: what it does, and when it is next.
 *
 * @param first when it is done for the first time; by then it may read the tenant's books
 * @param next its usual time after it was done
 */
record JobSpec(JobName name, Function<JobCall, Instant> first, Function<JobCall, Instant> next, Work work) {
    /** What is done. It may be done twice, and on several nodes at once, without harm. */
    @FunctionalInterface
    interface Work {
        JobReport run(JobCall call);
    }
}
